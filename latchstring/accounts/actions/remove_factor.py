"""Remove a second factor from one's own login. Recovery codes go with the last one."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts import factors
from latchstring.accounts.factor_changes import lock, note
from latchstring.audit.names import Name
from latchstring.policy.actor import Actor


@transaction.atomic
def remove_factor(actor: Actor, factor_id: int, *, keep: str = "") -> str | None:
    """What it was, in words; None where this login has no such factor, any more."""
    user = lock(actor)
    theirs = Authenticator.objects.filter(user=user, type__in=factors.FIRST_CLASS)
    row: Any = theirs.filter(pk=factor_id).first()
    if row is None:
        return None
    passkey = row.type == factors.KIND.WEBAUTHN
    what = _("the passkey “%s”") % row.wrap().name if passkey else _("an authenticator app")
    row.delete()
    if not theirs.exists():
        Authenticator.objects.filter(user=user).delete()
    note(actor, user, Name.FACTOR_REMOVED, what, keep=keep)
    return what
