"""The sends of a firm, the newest first: to find one again that was left, and to look at those that are over."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from latchstring.accounts.models import TeamMember
from latchstring.kernel.compiled import Compiled, Slot
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.models import InviteBatch
from latchstring.portals.queries.progress import state_of

_UNDER_WAY = Compiled(
    lambda: (
        InviteBatch.objects.filter(
            firm=Slot("firm", UUIDField()), undone_at=None, campaign__finished_at=None, campaign__cancelled_at=None
        )
        .select_related("campaign")
        .order_by("-pk")[:3]
    )
)


@dataclass(frozen=True, slots=True)
class Send:
    """``state`` as in Progress, told without counting; ``by`` is empty for the command line."""

    batch: InviteBatch
    state: str
    by: str


def sends(actor: Actor, *, before: UUID | None = None, limit: int = 50) -> list[Send]:
    actor.require(Action.PORTALS_MANAGE)
    rows = _rows(actor)
    return _told(actor, rows.filter(pk__lt=before)[:limit] if before else rows[:limit])


def under_way(actor: Actor) -> list[Send]:
    """The newest few that have not ended: about to leave, scheduled, running or paused."""
    actor.require(Action.PORTALS_MANAGE)
    return _told(actor, _UNDER_WAY.rows(firm=actor.firm_id))


def _rows(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = InviteBatch.objects.visible_to(actor).select_related("campaign").order_by("-pk")
    return rows


def _told(actor: Actor, rows: Iterable[Any]) -> list[Send]:
    found = list(rows)
    members = {row.member_id for row in found if row.member_id}
    names = (
        dict(TeamMember.objects.visible_to(actor).filter(pk__in=members).values_list("pk", "name")) if members else {}
    )
    return [
        Send(row, state_of(row, row.campaign, waits=row.campaign.finished_at is None), names.get(row.member_id, ""))
        for row in found
    ]
