"""Accept an invite as somebody who has no login yet: the login and the access are one fact."""

from django.db import IntegrityError, transaction

from latchstring.accounts.logins import add_login, hashed
from latchstring.accounts.models import User
from latchstring.portals.actions.accept import Acceptance, LinkClosed, accept
from latchstring.portals.queries.link import LinkState, find, look


class LoginExists(Exception):
    """The address has a login by now; it has to be logged in first."""


def accept_new(token: str, *, name: str, password: str | None) -> tuple[User, Acceptance]:
    """``password`` None is for codes by email at each login.

    Raises ValidationError for a weak password, LinkClosed, or LoginExists; all leave the link as it was.
    """
    found = find(token)
    if found is None:
        raise LinkClosed(LinkState("unknown"))
    password_hash = hashed(password, email=found.address, name=name)
    try:
        with transaction.atomic():
            user = add_login(email=found.address, name=name or found.person.name, password_hash=password_hash)
            return user, accept(token, user=user, name=name)
    except IntegrityError as error:
        raise LoginExists(look(token).state) from error
