"""The sends of a firm, the newest first: to find one again that was left, and to look at those that are over."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from latchstring.accounts.models import TeamMember
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.models import InviteBatch
from latchstring.portals.queries.progress import state_of


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


def under_way(actor: Actor, *, limit: int = 3) -> list[Send]:
    """Those that have not ended: about to leave, scheduled, running or paused."""
    actor.require(Action.PORTALS_MANAGE)
    rows = _rows(actor).filter(undone_at=None, campaign__finished_at=None, campaign__cancelled_at=None)
    return _told(actor, rows[:limit])


def _rows(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = InviteBatch.objects.visible_to(actor).select_related("campaign").order_by("-pk")
    return rows


def _told(actor: Actor, rows: QuerySet[Any]) -> list[Send]:
    found = list(rows)
    members = {row.member_id for row in found if row.member_id}
    names = (
        dict(TeamMember.objects.visible_to(actor).filter(pk__in=members).values_list("pk", "name")) if members else {}
    )
    return [
        Send(row, state_of(row, row.campaign, waits=row.campaign.finished_at is None), names.get(row.member_id, ""))
        for row in found
    ]
