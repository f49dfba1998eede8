"""Accept an invite as somebody who has no login yet: the login and the access are one fact."""

from django.db import IntegrityError, transaction

from latchstring.accounts.logins import add_login, hashed
from latchstring.accounts.models import User
from latchstring.kernel.addresses import normalise
from latchstring.portals.actions.accept import Acceptance, accept_within


class LoginExists(Exception):
    """The address has a login by now; it has to be logged in first."""


def accept_new(token: str, *, address: str, name: str, password: str | None, firm: str = "") -> tuple[User, Acceptance]:
    """``address`` is the invited one; ``password`` None is for codes by email at each login; ``firm`` is who asks in.

    Raises ValidationError for a weak password, LinkClosed, WrongLogin for any other address, or LoginExists;
    all leave the link as it was and make no login.
    """
    password_hash = hashed(password, email=address, name=name, firm=firm)
    try:
        return _accept(token, address, name, password_hash)
    except IntegrityError as error:
        if User.objects.filter(email=normalise(address)).exists():
            raise LoginExists from error
        raise


@transaction.atomic
def _accept(token: str, address: str, name: str, password_hash: str) -> tuple[User, Acceptance]:
    user = add_login(email=address, name=name, password_hash=password_hash)
    return user, accept_within(token, user=user, name=name, new_login=True)
