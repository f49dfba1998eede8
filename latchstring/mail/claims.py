"""Take what is due: urgent emails, other single ones, then running campaigns in turn, each at its firm's pace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When

from latchstring.kernel import clock, metrics
from latchstring.mail import domain_pace, leases, pace
from latchstring.mail.models import WAITING, Campaign, Message, State
from latchstring.mail.stride import Stride


@dataclass(frozen=True, slots=True)
class Claimed:
    """What sending needs of a Message, without the cost of a model instance."""

    id: UUID
    firm_id: UUID
    campaign_id: UUID | None
    letter_id: UUID
    to_name: str
    to_address: str
    fields: Mapping[str, str]
    link_purpose: str
    link_subject: UUID | None
    attempts: int
    urgent: bool = False
    unanswered: int = 0


class Running(NamedTuple):
    id: UUID
    firm_id: UUID
    opened_at: datetime | None
    a_minute: int


_COLUMNS = tuple(Claimed.__dataclass_fields__)


@dataclass(slots=True)
class Claims:
    """``wait_until`` is set where only a pace holds emails back. With ``urgent_only`` nothing else is taken."""

    owner: UUID
    stride: Stride
    urgent_only: bool = False
    wait_until: datetime | None = None
    last_campaign: UUID | None = None

    @metrics.claim_seconds.time()
    def next_chunk(self) -> list[Claimed]:
        """Up to ``stride.size`` messages of one kind, or none where nothing may leave now."""
        self.wait_until = None
        if urgent_are_due():
            return self._singles(_urgent())
        if self.urgent_only:
            return []
        if singles_are_due():
            return self._singles(_due(None))
        for campaign in self._running():
            chunk = self._of_campaign(campaign)
            if chunk:
                self.last_campaign = campaign.id
                return chunk
            if campaign.opened_at is not None:
                _finish(campaign.id)
        return []

    def _singles(self, due: QuerySet[Any]) -> list[Claimed]:
        """Single emails wait for nobody, but campaigns of the same firm make room for them."""
        with transaction.atomic():
            chunk = self._lease(_rows(due, self.stride.size))
            pace.count(chunk)
            domain_pace.count(chunk)
        return chunk

    def _of_campaign(self, campaign: Running) -> list[Claimed]:
        """The next that its firm's and their domains' paces let go."""
        chunk: list[Claimed] = []
        found = 1
        while found and not chunk:
            with transaction.atomic():
                allowed, free_at = pace.allowance(campaign.firm_id, campaign.a_minute, self.stride.size)
                rows = _rows(_due(campaign.id), allowed) if allowed else []
                found = len(rows)
                chunk = self._lease(_without_held(rows))
                pace.spend(campaign.firm_id, campaign.a_minute, len(chunk))
        if not chunk:
            moment = (free_at or clock.now()) if _due(campaign.id).exists() else _next_held(campaign.id)
            self.wait_until = min(moment, self.wait_until or moment) if moment else self.wait_until
        return chunk

    def _lease(self, chunk: list[Claimed]) -> list[Claimed]:
        """Called inside the transaction that has locked them."""
        if chunk:
            Message.objects.filter(pk__in=[each.id for each in chunk]).update(
                state=State.SENDING, lease_owner=self.owner, leased_until=leases.until()
            )
        return chunk

    def _running(self) -> list[Running]:
        """Campaigns that may send, beginning behind the one that sent last."""
        may_send = Campaign.objects.filter(
            starts_at__lte=clock.now(), paused_at=None, cancelled_at=None, finished_at=None
        )
        rows = may_send.order_by("id").values_list("id", "firm_id", "opened_at", "firm__emails_a_minute")
        last = self.last_campaign
        return sorted((Running(*row) for row in rows), key=lambda row: (last is not None and row.id <= last, row.id))


def close_cancelled() -> None:
    """What a worker still held when its campaign was cancelled is cancelled too."""
    for campaign in Campaign.objects.filter(cancelled_at__isnull=False, finished_at=None):
        Message.objects.filter(campaign=campaign, state__in=WAITING).update(
            state=State.CANCELLED, reason="Cancelled before it left.", ended_at=clock.now()
        )
        _finish(campaign.pk)


def singles_are_due() -> bool:
    return bool(_due(None).exists())


def urgent_are_due() -> bool:
    return bool(_urgent().exists())


def is_held(campaign_id: UUID) -> bool:
    """Paused or cancelled since its messages were claimed."""
    return not Campaign.objects.filter(pk=campaign_id, paused_at=None, cancelled_at=None).exists()


def _due(campaign_id: UUID | None) -> QuerySet[Any]:
    rows: QuerySet[Any] = Message.objects.filter(campaign=campaign_id, state__in=WAITING, due_at__lte=clock.now())
    return rows


def _urgent() -> QuerySet[Any]:
    """Never of a campaign: said here so that the index of what waits by itself is used."""
    return _due(None).filter(urgent=True)


def _rows(due: QuerySet[Any], limit: int) -> list[Claimed]:
    """Locked until the commit; those that another worker holds are passed over."""
    rows = due.order_by("due_at", "id").select_for_update(skip_locked=True).values_list(*_COLUMNS)[:limit]
    return [Claimed(*row) for row in rows]


def _without_held(chunk: list[Claimed]) -> list[Claimed]:
    """Those whose domains may get them now; the others are due later."""
    held = domain_pace.later(chunk)
    if held:
        moments = Case(*[When(pk=pk, then=Value(moment)) for pk, moment in held.items()])
        Message.objects.filter(pk__in=held).update(due_at=moments)
    return [each for each in chunk if each.id not in held]


def _next_held(campaign_id: UUID) -> datetime | None:
    """When the next leaves that its domain's pace holds back: not tried before, and yet due later."""
    if not settings.DOMAIN_PACE:
        return None
    rows = Message.objects.filter(campaign=campaign_id, state=State.QUEUED)
    moment: datetime | None = rows.order_by("due_at").values_list("due_at", flat=True).first()
    return moment


def _finish(campaign_id: UUID) -> None:
    """Once it is opened and nothing waits or is being sent, a campaign is over."""
    open_states = [*WAITING, State.SENDING]
    if not Message.objects.filter(campaign=campaign_id, state__in=open_states).exists():
        Campaign.objects.filter(pk=campaign_id).update(finished_at=clock.now())
