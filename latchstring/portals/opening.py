"""Open a batch: turn what was selected into invites and emails, a chunk in each transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from latchstring.accounts.models import TeamMember
from latchstring.accounts.queries import actor_of
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.bulk import insert
from latchstring.mail.models import Campaign
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.scopes import Scope
from latchstring.portals import emails, kept
from latchstring.portals.chunks import chunk_of_clients, chunk_of_people
from latchstring.portals.ends import BadEnd, Limits
from latchstring.portals.granting import Sending, carry_out, expiry, grants, send_invites
from latchstring.portals.models import InviteBatch, Skip
from latchstring.portals.planning import Decision
from latchstring.portals.selection import Selection


@transaction.atomic
def open_chunk(batch_id: UUID, size: int) -> bool:
    """Open the next ``size`` of a batch and move its cursor in the same transaction.

    False when there is no more to do, now or for this worker: done, held, or another has it.
    """
    rows = InviteBatch.objects.select_for_update(skip_locked=True)
    batch = rows.filter(pk=batch_id, opened_at=None).first()
    campaign = Campaign.objects.get(pk=batch.campaign_id) if batch else None
    if batch is None or campaign is None or campaign.paused_at or campaign.cancelled_at:
        return False
    actor, firm = _sender_now(batch), Firm.objects.get(pk=batch.firm_id)
    if actor is None or _too_late(batch, firm):
        _close(batch, campaign, cancelled=True)
        return False
    run = Run(batch, campaign, actor, firm)
    if run.next(size):
        return True
    _close(batch, campaign, cancelled=False)
    return False


@dataclass(frozen=True, slots=True)
class Run:
    batch: InviteBatch
    campaign: Campaign
    actor: Actor
    firm: Firm

    def next(self, size: int) -> bool:
        selection = Selection.of_data(self.batch.selection)
        chunk_of = chunk_of_people if self.batch.kind == "resend" else chunk_of_clients
        chunk = chunk_of(self.actor, self.firm, self.batch, selection, size)
        if chunk is None:
            return False
        self._write(chunk.decisions)
        self.batch.selected += len(chunk.decisions)
        self.batch.cursor = chunk.last.hex
        self.batch.save(update_fields=["selected", "cursor"])
        return True

    def _write(self, decisions: Sequence[Decision]) -> None:
        if self.batch.kind == "resend":
            sending = self._sending(None)
            send_invites(sending, grants(decisions), clock.now(), expiry(self.firm))
            kept.touch(self.firm.pk, person_ids={each.person.pk for each in grants(decisions)}, client_ids=())
        else:
            carry_out(self._sending(self.batch.message), decisions)
        insert(Skip, (_skip(self.batch, each) for each in decisions if each.reason))

    def _sending(self, message: str | None) -> Sending:
        sender, note = emails.sender_for(self.actor, self.firm), message or ""
        return Sending(
            self.actor,
            self.firm,
            sender,
            letter=emails.invite_letter(self.firm, sender, note),
            note=note,
            batch=self.batch,
            campaign=self.campaign,
            limits=limits_of(self.batch),
        )


def _sender_now(batch: InviteBatch) -> Actor | None:
    """Whoever pressed Send, with the rights of this moment; nobody if they have left or may not any more."""
    if batch.member_id is None:
        return None
    members = TeamMember.objects.filter(pk=batch.member_id, deactivated_at=None, user__is_active=True)
    member = members.select_related("permission_set", "firm").first()
    actor = actor_of(member) if member else None
    return actor if actor and actor.may(Action.PORTALS_MANAGE) and actor.may(Action.INVITE_SEND) else None


def limits_of(batch: InviteBatch) -> Limits:
    return Limits(Scope(batch.scope), batch.until)


def _too_late(batch: InviteBatch, firm: Firm) -> bool:
    """Whether the last day of the access came while the batch was held: then nobody is invited to it."""
    try:
        limits_of(batch).columns(firm)
    except BadEnd:
        return True
    return False


def _close(batch: InviteBatch, campaign: Campaign, *, cancelled: bool) -> None:
    now = clock.now()
    batch.opened_at = campaign.opened_at = now
    batch.save(update_fields=["opened_at"])
    if cancelled:
        campaign.cancelled_at = now
    campaign.save(update_fields=["opened_at", "cancelled_at"])


def _skip(batch: InviteBatch, decision: Decision) -> dict[str, Any]:
    person = decision.person
    return {
        "firm_id": batch.firm_id,
        "batch_id": batch.pk,
        "client_id": decision.client.id if decision.client.name else None,
        "person_id": person.pk if person else None,
        "name": decision.name[:200],
        "reason": decision.reason,
        "detail": decision.detail[:200],
    }
