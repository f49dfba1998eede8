"""The one click that stops a kind of email: a signed address that opens nothing else (RFC 8058)."""

from uuid import UUID

from django.core import signing
from django.urls import reverse

from latchstring.firms.models import Firm
from latchstring.portals.models import PortalUser

MAY_BE_STOPPED = ("reminder", "file-shared")
_SALT = "latchstring.stop"


def stop_url(firm: Firm, person: PortalUser, kind: str) -> str:
    token = signing.dumps([person.pk.hex, kind], salt=_SALT)
    return f"{firm.base_url}{reverse('stop-emails', args=[token])}"


def find(token: str, firm_id: UUID) -> tuple[PortalUser, str] | None:
    """The person and the kind behind an address that is ours; it never ends, since old emails are read late."""
    try:
        key, kind = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    person = PortalUser.objects.filter(pk=UUID(key), firm_id=firm_id).first()
    return (person, kind) if person and kind in MAY_BE_STOPPED else None
