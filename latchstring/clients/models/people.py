"""The people of a client, and the clients that belong together."""

from typing import Any, ClassVar

from django.db import models

from latchstring.clients.models.client import Client
from latchstring.kernel.models import Owned, OwnedQuerySet


class Present(models.Manager.from_queryset(OwnedQuerySet)):  # type: ignore[misc]
    """Without those who were removed: nothing but bringing them back asks for these."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(removed_at=None)


class Contact(Owned):
    """A person of a client. ``address`` is the normalised email, empty where there is none; ``relation`` is
    what they are to the client, like “Spouse or partner”. Who was removed is in ``everybody`` alone."""

    assigned_to = "client__assignments__member_id"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200)
    first_name = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    relation = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = Present()
    everybody: ClassVar[Any] = OwnedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        indexes: ClassVar[list[Any]] = [models.Index("firm", "address", name="contact_by_address")]

    def __str__(self) -> str:
        return self.name


class Link(Owned):
    """Two client records of people who belong together, as seen from ``client``; there is one for each side."""

    assigned_to = "client__assignments__member_id"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    relation = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("client", "other", name="linked_once"),
        ]
