"""Messages that were saved to be sent again."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel.models import Owned


class Template(Owned):
    """A saved message: firm-wide, or one team member's own where ``owner_id`` is set.

    ``subject`` is empty for the kind's own. ``in_use`` is the one that replaces the words we send by ourselves.
    """

    kind = models.CharField(max_length=30)
    owner_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    in_use = models.BooleanField(default=False)
    times_used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "kind", condition=Q(in_use=True), name="template_in_use_once"),
        ]
