"""Messages that were saved to be sent again."""

from django.db import models

from latchstring.kernel.models import Owned


class Template(Owned):
    """A saved message: firm-wide, or one team member's own where ``owner_id`` is set."""

    kind = models.CharField(max_length=30)
    owner_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=80)
    body = models.TextField()
    times_used = models.PositiveIntegerField(default=0)
