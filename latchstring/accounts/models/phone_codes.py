"""Codes that a team member reads to a client on the phone."""

from typing import Any

from django.db import models

from latchstring.accounts.models.logins import User
from latchstring.kernel.models import Owned


class PhoneCode(Owned):
    """Good once and for minutes; ``digest`` is keyed, so that the row alone tells nobody the code."""

    user: Any = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    member_id = models.UUIDField(null=True)
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
