"""What clients ask of the firm about who can see their record."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel.models import Owned
from latchstring.policy.actor import Actor
from latchstring.portals.models.access import Access
from latchstring.portals.models.people import PortalUser

OPEN = Q(answered_at=None)


class Answer(models.TextChoices):
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Ask(Owned):
    """A person asks that somebody is let in, or with ``access`` that it is taken away. Only who asked sees it.

    ``name``, ``email`` and ``relation`` say who; ``reason`` is the client's own word, ``note`` the firm's.
    """

    assigned_to = "client__assignments__member_id"

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="asks")
    person = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="asks")
    access = models.ForeignKey(Access, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True)
    address = models.CharField(max_length=254, blank=True)
    relation = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "person", "client", "address", condition=OPEN & Q(access=None), name="proposed_once"
            ),
            models.UniqueConstraint(
                "person", "access", condition=OPEN & Q(access__isnull=False), name="removal_asked_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("firm", "id", condition=OPEN, name="ask_open"),
            models.Index("client", "id", name="ask_of_client"),
        ]

    @property
    def removes(self) -> bool:
        return self.access_id is not None

    @property
    def about_self(self) -> bool:
        return self.access is not None and self.access.person_id == self.person_id

    @classmethod
    def shown_to_client(cls, actor: Actor) -> Q | None:
        return Q(person_id=actor.person_id, client_id__in=actor.client_ids or ())
