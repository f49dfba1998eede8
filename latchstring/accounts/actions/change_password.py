"""Change or set a login's password. Its other sessions end with it: each carries a hash of the password."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import User
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor


class WrongPassword(ValueError):
    """The password that was given as the current one isn't."""


@transaction.atomic
def change_password(actor: Actor, *, current: str, new: str) -> User:
    """One's own; ``current`` counts only where there is a password. Raises WrongPassword, ValidationError."""
    login: Any = actor.user_id
    user = User.objects.select_for_update().get(pk=login)
    if user.has_usable_password() and not user.check_password(current):
        raise WrongPassword(_("This is not your current password."))
    validate_password(new, user)
    user.set_password(new)
    user.save(update_fields=["password"])
    record(actor, Name.PASSWORD_CHANGED, Entry(person_id=actor.person_id, detail={"name": actor.name}))
    return user
