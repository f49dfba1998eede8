"""The figures of a firm."""

from typing import Any

from django.db import models

from latchstring.kernel import clock


class Counts(models.Model):
    """The figures of a firm, kept as things happen and never counted per page view."""

    firm: Any = models.OneToOneField("firms.Firm", primary_key=True, on_delete=models.CASCADE, related_name="+")
    clients = models.PositiveIntegerField(default=0)
    clients_without = models.PositiveIntegerField(default=0)
    clients_reachable = models.PositiveIntegerField(default=0)
    clients_accepted = models.PositiveIntegerField(default=0)
    clients_recent = models.PositiveIntegerField(default=0)
    people_pending = models.PositiveIntegerField(default=0)
    people_active = models.PositiveIntegerField(default=0)
    recording_since = models.DateTimeField(default=clock.now)

    @property
    def people(self) -> int:
        return self.people_pending + self.people_active

    @property
    def clients_with(self) -> int:
        return self.clients - self.clients_without
