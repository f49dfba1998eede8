"""Change or set a login's password. Its other sessions end with it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts import sessions
from latchstring.accounts.emails import post
from latchstring.accounts.logins import hashed
from latchstring.accounts.models import User
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor


class WrongPassword(ValueError):
    """The password that was given as the current one isn't."""


def change_password(actor: Actor, *, current: str, new: str, keep: str = "") -> User:
    """One's own; ``current`` counts only where there is a password, ``keep`` is the key of this session.

    Raises WrongPassword, ValidationError.
    """
    actor.require_hands()
    login: Any = actor.user_id
    user = User.objects.get(pk=login)
    if user.has_usable_password() and not user.check_password(current):
        raise WrongPassword(_("This is not your current password."))
    firm = Firm.objects.get(pk=actor.firm_id)
    return _write(actor, user, hashed(new, email=user.email, name=user.name, firm=firm.name), keep)


@transaction.atomic
def _write(actor: Actor, checked: User, password_hash: str, keep: str) -> User:
    user = User.objects.select_for_update().get(pk=checked.pk)
    if user.password != checked.password:
        raise WrongPassword(_("Your password was changed a moment ago. Enter the new one as the current one."))
    user.password = password_hash
    user.save(update_fields=["password"])
    sessions.end_all(user.pk, but=keep)
    entry = Entry(subject_id=actor.member_id, person_id=actor.person_id, detail={"name": actor.name})
    record(actor, Name.PASSWORD_CHANGED, entry)
    tell(Firm.objects.get(pk=actor.firm_id), user)
    return user


def tell(firm: Firm, user: User) -> None:
    """So that its owner hears of a change that was not theirs."""
    post(firm, "password_changed", user.email, name=user.name, fields={"email": user.email})
