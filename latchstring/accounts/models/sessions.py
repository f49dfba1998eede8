"""What the cookie of a browser stands for."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from latchstring.accounts.models.logins import User
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7


class Session(AbstractBaseSession):
    """Once somebody has logged in: whose login it is, from where, and when it was last seen, to the minute.

    ``number`` names it on pages, where its key must not stand.
    """

    number = models.UUIDField(default=uuid7)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    logged_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(default=clock.now)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
