"""Add a second factor to one's own login. The first one brings recovery codes."""

from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts import factors
from latchstring.accounts.factor_changes import lock, note
from latchstring.audit.names import Name
from latchstring.policy.actor import Actor


class BadFactor(ValueError):
    """A sentence that says why nothing was added, and what to do."""


@transaction.atomic
def add_app(actor: Actor, *, secret: str, code: str, keep: str = "") -> list[str]:
    """Recovery codes where there were none before, to be shown this once. Raises BadFactor."""
    user = lock(actor)
    if factors.of(user.pk).app is not None:
        raise BadFactor(_("You have an authenticator app already. Remove it first to use another one."))
    if not validate_totp_code(secret, code) or not factors.used_first(user.pk, code):
        raise BadFactor(_("That is not what the app should show now. Wait for the next code and try again."))
    TOTP.activate(user, secret)
    note(actor, user, Name.FACTOR_ADDED, _("an authenticator app"), keep=keep)
    return _first_codes(user)


@transaction.atomic
def add_passkey(actor: Actor, *, name: str, credential: dict[str, Any], keep: str = "") -> list[str]:
    """``credential`` is what the browser answered, checked by the face that asked. Recovery codes as above."""
    user = lock(actor)
    name = " ".join(name.split())[:60] or _("Passkey")
    WebAuthn.add(user, name, credential)
    note(actor, user, Name.FACTOR_ADDED, _("the passkey “%s”") % name, keep=keep)
    return _first_codes(user)


def _first_codes(user: Any) -> list[str]:
    if factors.of(user.pk).codes_left is not None:
        return []
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes
