"""The key in a reset link: signed over the password hash, last login and address of the user; never stored."""

from uuid import UUID

from django.contrib.auth.tokens import default_token_generator

from latchstring.accounts.models import User


def key_for(user: User) -> str:
    return f"{user.pk.hex}-{default_token_generator.make_token(user)}"


def user_of(key: str) -> User | None:
    """The active login that the key is for, as long as the key is good."""
    pk, _, token = key.partition("-")
    try:
        user = User.objects.filter(pk=UUID(hex=pk), is_active=True).first()
    except ValueError:
        return None
    return user if user and default_token_generator.check_token(user, token) else None
