"""Make a secure link to one file, for somebody without the portal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import record
from latchstring.files.content import refuse_unoffered
from latchstring.files.filing import entry_of
from latchstring.files.models import Document, SecureLink
from latchstring.files.refusals import LinkRefused
from latchstring.kernel import clock, tokens
from latchstring.kernel.addresses import normalise
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.scopes import opens
from latchstring.portals.models import Access

LONGEST = timedelta(days=90, minutes=1)
SHORTEST_PASSWORD = 8


@dataclass(frozen=True, slots=True)
class Made:
    """The token is told this once and kept as its digest only."""

    link: SecureLink
    token: str


@transaction.atomic
def make_link(
    actor: Actor,
    document: Document,
    *,
    expires_at: datetime,
    password: str = "",
    email: str = "",
    most: int | None = None,
) -> Made:
    """Opens with the password, or with a code sent to the email, until it expires or was downloaded ``most`` times.

    Raises LinkRefused, NotOffered, BadAddress.
    """
    row = Document.objects.select_related("client", "current").get(pk=document.pk, deleted_at=None)
    actor.require(Action.FILES_SHARE, client=row.client)
    refuse_unoffered(row.current)
    _check(expires_at, password, email, most)
    if email:
        _refuse_shut_out(row, normalise(email))
    token = tokens.mint()
    link = SecureLink.objects.create(
        firm_id=row.firm_id,
        document=row,
        digest=tokens.digest(token),
        email=normalise(email) if email else "",
        password=make_password(password) if password else "",
        expires_at=expires_at,
        most=most,
        member_id=actor.member_id,
        made_by=actor.name,
    )
    record(actor, Name.LINK_MADE, entry_of(actor, row, link=str(link.pk), until=link.expires_at.isoformat()))
    return Made(link, token)


def _refuse_shut_out(document: Document, address: str) -> None:
    """Somebody of the client's portal whose access does not include files; such a link would open nothing."""
    rows = Access.objects.live().filter(firm=document.firm_id, client=document.client_id, person__address=address)
    access = rows.select_related("person").first()
    if access and not opens(access.scope, Action.FILES_VIEW):
        said = _("The access of %(name)s does not include files. Change it first.")
        raise LinkRefused(said % {"name": access.person})


def _check(expires_at: datetime, password: str, email: str, most: int | None) -> None:
    if not clock.now() < expires_at <= clock.now() + LONGEST:
        raise LinkRefused(_("A secure link lasts 90 days at most. Choose an earlier day."))
    if bool(password) == bool(email):
        raise LinkRefused(_("Protect the link with a password, or with a code sent to an email address."))
    if password and len(password) < SHORTEST_PASSWORD:
        raise LinkRefused(_("Choose a password of at least %(least)d characters.") % {"least": SHORTEST_PASSWORD})
    if most is not None and most < 1:
        raise LinkRefused(_("A link needs at least one download."))
