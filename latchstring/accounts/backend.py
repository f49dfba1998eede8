"""Sign-in is django-allauth's; whose session it is is asked on every page, so that query is compiled."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import UUIDField

from latchstring.accounts.models import User
from latchstring.kernel.compiled import Compiled, Slot

_USER = Compiled(lambda: User.objects.filter(pk=Slot("pk", UUIDField())))


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: Any) -> User | None:
        """None for a login that is gone or switched off."""
        user: User | None = _USER.first(pk=user_id)
        return user if user and self.user_can_authenticate(user) else None
