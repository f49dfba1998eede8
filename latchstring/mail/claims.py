"""Take what is due: single emails first, then running campaigns in turn, each at its firm's pace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from latchstring.kernel import clock
from latchstring.mail import pace
from latchstring.mail.leases import LEASE
from latchstring.mail.models import WAITING, Campaign, Message, State


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


class Running(NamedTuple):
    id: UUID
    firm_id: UUID
    opened_at: datetime | None
    a_minute: int


_COLUMNS = tuple(Claimed.__dataclass_fields__)


@dataclass(slots=True)
class Claims:
    """``wait_until`` is set where only a firm's pace holds emails back."""

    owner: UUID
    size: int
    wait_until: datetime | None = None
    last_campaign: UUID | None = None

    def next_chunk(self) -> list[Claimed]:
        """Up to ``size`` messages of one kind, or none where nothing may leave now."""
        self.wait_until = None
        if singles_are_due():
            return self._singles()
        for campaign in self._running():
            chunk = self._of_campaign(campaign)
            if chunk:
                self.last_campaign = campaign.id
                return chunk
            if campaign.opened_at is not None:
                _finish(campaign.id)
        return []

    def _singles(self) -> list[Claimed]:
        """Single emails wait for nobody, but campaigns of the same firm make room for them."""
        with transaction.atomic():
            chunk = self._take(None, self.size)
            pace.count(chunk)
        return chunk

    def _of_campaign(self, campaign: Running) -> list[Claimed]:
        with transaction.atomic():
            allowed, free_at = pace.allowance(campaign.firm_id, campaign.a_minute, self.size)
            chunk = self._take(campaign.id, allowed) if allowed else []
            pace.spend(campaign.firm_id, campaign.a_minute, len(chunk))
        if free_at is not None and not chunk and _any_due(campaign.id):
            self.wait_until = min(free_at, self.wait_until or free_at)
        return chunk

    def _take(self, campaign_id: UUID | None, limit: int) -> list[Claimed]:
        """Called inside a transaction."""
        now = clock.now()
        due = Message.objects.filter(campaign=campaign_id, state__in=WAITING, due_at__lte=now)
        rows = due.order_by("due_at", "id").select_for_update(skip_locked=True).values_list(*_COLUMNS)[:limit]
        claimed = [Claimed(*row) for row in rows]
        if claimed:
            Message.objects.filter(pk__in=[each.id for each in claimed]).update(
                state=State.SENDING, lease_owner=self.owner, leased_until=now + LEASE
            )
        return claimed

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
    return _any_due(None)


def is_held(campaign_id: UUID) -> bool:
    """Paused or cancelled since its messages were claimed."""
    return not Campaign.objects.filter(pk=campaign_id, paused_at=None, cancelled_at=None).exists()


def _any_due(campaign_id: UUID | None) -> bool:
    due = Message.objects.filter(campaign=campaign_id, state__in=WAITING, due_at__lte=clock.now())
    return bool(due.exists())


def _finish(campaign_id: UUID) -> None:
    """Once it is opened and nothing waits or is being sent, a campaign is over."""
    open_states = [*WAITING, State.SENDING]
    if not Message.objects.filter(campaign=campaign_id, state__in=open_states).exists():
        Campaign.objects.filter(pk=campaign_id).update(finished_at=clock.now())
