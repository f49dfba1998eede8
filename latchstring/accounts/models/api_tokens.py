"""What programs come with, and what they were answered."""

from typing import Any, ClassVar

from django.db import models

from latchstring.accounts.models.team import TeamMember
from latchstring.kernel.models import Owned


class ApiToken(Owned):
    """A team member's program. ``digest`` is the SHA-256 of the token, the only form that is kept; ``scopes`` are
    those of ``policy.token_scopes``; ``last_used_at`` is right to the minute."""

    member = models.ForeignKey(TeamMember, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60)
    scopes: Any = models.JSONField(default=list)
    digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class ApiAnswer(Owned):
    """What a request with an idempotency key was answered; ``asked`` is the SHA-256 of what it asked."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="answers", db_index=False)
    key = models.CharField(max_length=255)
    asked = models.BinaryField(max_length=32)
    answer: Any = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint("token", "key", name="answered_once")]
        indexes: ClassVar[list[Any]] = [models.Index("created_at", name="answer_oldest")]
