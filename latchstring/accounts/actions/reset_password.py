"""Set a new password by the link from an email. Every session of the login ends with the old one."""

from django.db import transaction

from latchstring.accounts import sessions
from latchstring.accounts.actions.change_password import tell
from latchstring.accounts.logins import hashed
from latchstring.accounts.models import User
from latchstring.accounts.reset_keys import user_of
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.policy.actor import system_actor


class KeySpent(ValueError):
    """The link was used, is too old, or was never one of ours."""


def reset_password(firm: Firm, key: str, *, new: str) -> User:
    """Raises KeySpent, or ValidationError with a sentence; then the link still works."""
    user = user_of(key)
    if user is None:
        raise KeySpent
    password_hash = hashed(new, email=user.email, name=user.name, firm=firm.name)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        user = user_of(key)
        if user is None:
            raise KeySpent
        user.password = password_hash
        user.save(update_fields=["password"])
        sessions.end_all(user.pk)
        record(system_actor(firm.pk), Name.PASSWORD_CHANGED, Entry(subject_id=user.pk, detail={"name": str(user)}))
        tell(firm, user)
    return user
