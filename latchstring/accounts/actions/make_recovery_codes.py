"""New recovery codes for one's own login; the older ones work no more."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts import factors
from latchstring.accounts.factor_changes import lock, note
from latchstring.audit.names import Name
from latchstring.policy.actor import Actor


@transaction.atomic
def make_recovery_codes(actor: Actor, *, keep: str = "") -> list[str]:
    """To be shown this once; none for a login without a second factor."""
    user = lock(actor)
    if not factors.has_any(user.pk):
        return []
    Authenticator.objects.filter(user=user, type=factors.KIND.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    note(actor, user, Name.RECOVERY_CODES_MADE, _("new recovery codes"), keep=keep)
    return codes
