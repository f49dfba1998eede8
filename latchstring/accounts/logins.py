"""A new login: one address that is known to be reachable by its owner, with a password or without."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from latchstring.accounts import passwords
from latchstring.accounts.models import User
from latchstring.kernel.addresses import normalise


def hashed(password: str | None, *, email: str, name: str, firm: str = "") -> str:
    """The stored form, which costs time and memory: make it before a transaction begins.

    None is for who logs in by codes only; ``firm`` is the name of whose door it is.
    Raises ValidationError with a sentence for a weak password.
    """
    if password is not None:
        passwords.check(password, email=email, name=name, firm=firm)
    return make_password(password)


def owner(address: str, password: str) -> User | None:
    """Whose password this is, locked or not; ``address`` is normalised. One statement and one hash whoever it is."""
    user = User.objects.filter(email=address).first()
    return user if (user or User()).check_password(password) else None


@transaction.atomic(savepoint=False)
def add_login(*, email: str, name: str, password_hash: str) -> User:
    """Raises BadAddress, or IntegrityError where the address has a login by now."""
    user = User.objects.create(email=normalise(email), name=name[:150], password=password_hash)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
