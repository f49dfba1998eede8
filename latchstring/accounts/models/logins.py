"""A login, and what was asked for in its name."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from latchstring.kernel import clock
from latchstring.kernel.addresses import normalise
from latchstring.kernel.ids import uuid7
from latchstring.kernel.models import Owned


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, name: str = "") -> "User":
        user = self.model(email=normalise(email), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One login for every firm that knows this address. Firms, roles and access hang elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email


class ForgottenPassword(Owned):
    """Somebody asked for a new password for an address; the worker finds out what that means.

    The page only writes this row, so that it takes the same time whatever the address is.
    """

    address = models.CharField(max_length=254)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("id", condition=models.Q(answered_at=None), name="forgotten_unanswered"),
        ]
