"""What was asked for about a second step and waits for somebody else."""

from typing import Any

from django.db import models

from latchstring.accounts.models.team import TeamMember
from latchstring.kernel.models import Owned


class FactorAsk(Owned):
    """One of the team wants the second step of another taken away; a third has to say so too."""

    member: Any = models.ForeignKey(TeamMember, on_delete=models.CASCADE, related_name="+")
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=150)
    closed_at = models.DateTimeField(null=True)
