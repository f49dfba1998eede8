"""The log that only grows. Events are sealed into a chain of blocks shortly after they commit."""

from typing import Any, ClassVar, Self

from django.db import models

from latchstring.kernel.models import Listed, Owned, OwnedQuerySet
from latchstring.policy.actor import Actor


class Seal(Owned):
    """A block of events and the hash that binds them to every block before."""

    number = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "number", name="seal_number_once"),
        ]


class EventQuerySet(OwnedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Scoped staff see what happened to their own clients, and nothing else of the log."""
        events = super().visible_to(actor)
        return events if actor.client_ids is None else events.filter(client_id__in=actor.client_ids)


class Event(Listed):
    """Who did what, on which client and person, from where, when. Never changed, never deleted."""

    name = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    client_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="events")

    objects: ClassVar[Any] = EventQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("firm", "id", name="event_newest"),
            models.Index("client_id", "id", name="event_of_client"),
            models.Index("person_id", "id", name="event_of_person"),
            models.Index("firm", "id", condition=models.Q(seal=None), name="event_unsealed"),
        ]
