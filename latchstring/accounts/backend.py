"""Sign-in is django-allauth's; whose session it is is asked on every page, so that query is compiled."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import UUIDField

from latchstring.accounts.models import Session, User
from latchstring.kernel.compiled import Compiled, Slot

_USER = Compiled(lambda: User.objects.filter(pk=Slot("pk", UUIDField())))
_session: ContextVar[Any] = ContextVar("session", default=None)


@contextmanager
def asked_of(session: Any) -> Iterator[None]:
    """Within, the user who was read in the statement of this session is not read again."""
    token = _session.set(session)
    try:
        yield
    finally:
        _session.reset(token)


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: Any) -> User | None:
        """None for a login that is gone or switched off."""
        user: User | None = _read_along(user_id) or _USER.first(pk=user_id)
        return user if user and self.user_can_authenticate(user) else None


def _read_along(user_id: Any) -> User | None:
    row: Any = getattr(_session.get(), "row", None)
    there = row is not None and row.user_id == user_id and Session.user.is_cached(row)
    return row.user if there else None
