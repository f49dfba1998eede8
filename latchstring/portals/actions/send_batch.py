"""Press Send: one row that says who, what and when. The worker does the rest."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.wake import wake
from latchstring.mail.models import Campaign, Template
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import message as personal
from latchstring.portals.ends import NO_LIMITS, BadEnd, Limits
from latchstring.portals.models import InviteBatch
from latchstring.portals.queries.recipients import anybody
from latchstring.portals.refusals import Refusal
from latchstring.portals.selection import Selection

WHO = ("primary", "everyone", "chosen")


def send_batch(
    actor: Actor,
    *,
    selection: Selection,
    request_key: str,
    message: str = "",
    template_name: str = "",
    starts_at: datetime | None = None,
    who: str = "primary",
    limits: Limits = NO_LIMITS,
) -> InviteBatch:
    """Invite the clients selected, whoever they are when it runs; ``who`` is one of WHO.

    The same request key gives the same batch, so a form sent twice sends once. Raises BadMessage and BadEnd, and
    Refusal where the selection has nobody to invite.
    """
    actor.require(Action.PORTALS_MANAGE)
    actor.require(Action.INVITE_SEND)
    if limits:
        actor.require(Action.ACCESS_CHANGE)
        _check(limits, Firm.objects.get(pk=actor.firm_id), starts_at)
    if not sent_before(actor, request_key).exists() and not anybody(actor, selection, who):
        raise Refusal("Nobody in this selection can be invited. The reasons stand beside each client.")
    return start(
        actor,
        InviteBatch(
            firm_id=actor.firm_id,
            member_id=actor.member_id,
            kind="invite",
            selection=selection.as_data(),
            message=personal.check(message),
            template_name=template_name[:80],
            request_key=request_key,
            who=who if who in WHO else "primary",
            scope=limits.scope,
            until=limits.until,
        ),
        starts_at,
    )


def _check(limits: Limits, firm: Firm, starts_at: datetime | None) -> None:
    ends_at = limits.columns(firm)["ends_at"]
    if ends_at and starts_at and ends_at - timedelta(days=1) <= starts_at:
        raise BadEnd("Choose a last day after the day on which the invites leave.")


def start(actor: Actor, batch: InviteBatch, starts_at: datetime | None = None) -> InviteBatch:
    """Write the batch and its campaign, unless the form had been sent before.

    Nothing of it is opened before the firm's seconds to undo are over.
    """
    before = sent_before(actor, batch.request_key)
    found: InviteBatch | None = before.first()
    if found is not None:
        return found
    try:
        return _write(actor, batch, starts_at)
    except IntegrityError:
        first: InviteBatch = before.get()
        return first


def sent_before(actor: Actor, request_key: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = InviteBatch.objects.filter(firm_id=actor.firm_id, request_key=request_key)
    return rows


@transaction.atomic
def _write(actor: Actor, batch: InviteBatch, starts_at: datetime | None) -> InviteBatch:
    sent_at = clock.now()
    undo_until = sent_at + timedelta(seconds=Firm.objects.get(pk=actor.firm_id).undo_seconds)
    batch.campaign = Campaign.objects.create(firm_id=actor.firm_id, starts_at=max(starts_at or sent_at, undo_until))
    batch.save(force_insert=True)
    if batch.template_name:
        templates = Template.objects.visible_to(actor).filter(kind="invite", name=batch.template_name)
        templates.update(times_used=F("times_used") + 1)
    record(actor, Name.BATCH_STARTED, Entry(subject_id=batch.pk, detail={"kind": batch.kind}))
    wake("open_batches", at=batch.campaign.starts_at)
    return batch
