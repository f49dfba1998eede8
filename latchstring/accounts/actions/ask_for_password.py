"""Note that somebody has forgotten a password. Who that is, the worker finds out."""

from django.db import transaction

from latchstring.accounts.models import ForgottenPassword
from latchstring.firms.models import Firm
from latchstring.kernel.wake import wake


@transaction.atomic
def ask_for_password(firm: Firm, address: str) -> ForgottenPassword:
    """``address`` is normalised; nothing about it is looked up."""
    asked = ForgottenPassword.objects.create(firm=firm, address=address)
    wake("answer_forgotten")
    return asked
