"""What a firm's content is encrypted with."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel.models import Owned


class FirmKey(Owned):
    """The key that a firm's content is encrypted with, wrapped by the installation's master key."""

    wrapped = models.BinaryField()
    master = models.CharField(max_length=16)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", condition=Q(retired_at=None), name="one_key_per_firm"),
        ]
