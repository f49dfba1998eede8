"""What came back and could not be matched or read, and mailboxes that stay full: both wait for a human."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail import full
from latchstring.mail.models import MailEvent
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class FullMailbox:
    address: str
    times: int
    last_at: datetime


def strays(actor: Actor, *, before: UUID | None = None, limit: int = 50) -> list[MailEvent]:
    """The newest first. What names no firm is shown where there is only one; it may be anybody's else."""
    actor.require(Action.PORTALS_MANAGE)
    rows = _rows(actor).exclude(why="").order_by("-id")
    return list(rows.filter(id__lt=before)[:limit] if before else rows[:limit])


def full_mailboxes(actor: Actor) -> list[FullMailbox]:
    """Addresses whose mailbox was full five times within 14 days."""
    actor.require(Action.PORTALS_MANAGE)
    since = clock.now() - full.WITHIN
    rows = MailEvent.objects.filter(firm=actor.firm_id, reason=full.REASON, happened_at__gt=since, why="")
    counted = rows.values("address").annotate(times=Count("id"), last_at=Max("happened_at"))
    return [FullMailbox(**row) for row in counted.filter(times__gte=full.TIMES).order_by("-last_at")]


def _rows(actor: Actor) -> QuerySet[Any]:
    only_firm = Firm.objects.count() == 1
    mine = Q(firm=actor.firm_id) | Q(firm=None) if only_firm else Q(firm=actor.firm_id)
    return MailEvent.objects.filter(mine)
