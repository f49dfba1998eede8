"""The base of every row that belongs to a firm, and the first of the two locks."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock, many_keys  # noqa: F401  the lookup registers itself
from latchstring.kernel.ids import uuid7
from latchstring.policy.actor import Actor, Kind


class OwnedQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """The rows this actor can see: their firm's, and of those only their clients'.

        To portal users a model shows nothing until it says what, in ``shown_to_client``.
        """
        rows = self.filter(firm_id=actor.firm_id)
        if actor.kind is Kind.CLIENT:
            shown = self.model.shown_to_client(actor)
            return rows.none() if shown is None else rows.filter(shown)
        if actor.client_ids is None or self.model.assigned_to is None:
            return rows
        return rows.filter(**{self.model.assigned_to: actor.member_id})


class Owned(models.Model):
    """``assigned_to`` is the path from the row to the team member assigned to its client, if any."""

    assigned_to: ClassVar[str | None] = None

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    firm = models.ForeignKey("firms.Firm", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[Any] = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def shown_to_client(cls, actor: Actor) -> Q | None:
        """What a portal user may see of this model; None for nothing at all."""
        return None


class Listed(Owned):
    """Many rows, written often: their lists' own indexes begin with the firm, so that it needs none by itself."""

    firm = models.ForeignKey("firms.Firm", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True
