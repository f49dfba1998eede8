"""A firm's OpenID Connect provider: its sealed secret, and what it says of itself."""

import base64
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import SingleSignOn
from latchstring.firms.models import Firm
from latchstring.kernel import crypto

SECONDS = 10
_PURPOSE = "single sign-on"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class BadProvider(ValueError):
    """A sentence that says what is wrong with it and what to do; ``field`` is where."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


def provider_of(firm: Firm) -> SingleSignOn | None:
    """Read with the firm by every request, so that it takes no statement."""
    found: SingleSignOn | None = getattr(firm, "single_sign_on", None)
    return found


def metadata_url(issuer: str) -> str:
    return issuer.rstrip("/") + "/.well-known/openid-configuration"


def checked_issuer(typed: str) -> str:
    """As it is compared with what the provider calls itself. Raises BadProvider."""
    issuer = typed.strip()
    parts = urlsplit(issuer)
    plain = parts.scheme == "http" and parts.hostname in _LOOPBACK and not settings.HTTPS
    if not parts.hostname or parts.query or parts.fragment or parts.username or not (parts.scheme == "https" or plain):
        raise BadProvider("issuer", _("Enter the provider’s issuer address. It begins with https://."))
    return issuer


def discover(issuer: str) -> None:
    """Ask the provider who it is. Raises BadProvider where it does not answer, or by another name."""
    try:
        answer = requests.get(metadata_url(issuer), timeout=SECONDS, allow_redirects=False)
        answer.raise_for_status()
        found: Any = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise BadProvider("issuer", _("No OpenID Connect provider answers at this address.")) from error
    if not isinstance(found, dict) or found.get("issuer") != issuer:
        name = str(found.get("issuer", "") if isinstance(found, dict) else "")[:200]
        raise BadProvider("issuer", _("The provider there calls itself “%s”. Enter that.") % name)


def seal(secret: str) -> str:
    wrapped, master = crypto.wrap(secret.encode(), _PURPOSE)
    return f"{master}:{base64.b64encode(wrapped).decode()}"


def unseal(sealed: str) -> str:
    """Raises kernel.crypto.Unopenable."""
    master, _sep, wrapped = sealed.partition(":")
    return crypto.unwrap(base64.b64decode(wrapped), master, _PURPOSE).decode()


def wrap_again() -> int:
    """Seal every secret under the current master key; returns how many were not."""
    count = 0
    for pk in SingleSignOn.objects.values_list("pk", flat=True):
        with transaction.atomic():
            row = SingleSignOn.objects.select_for_update().get(pk=pk)
            if not row.secret.startswith(f"{crypto.current()}:"):
                row.secret = seal(unseal(row.secret))
                row.save(update_fields=["secret"])
                count += 1
    return count
