"""The worker's verb: remind those whose morning has come, each once a step, whatever was missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_many
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.mail.addresses import key_of
from latchstring.mail.models import Campaign
from latchstring.mail.outbox import Post, queue_many
from latchstring.mail.queries import inactive
from latchstring.policy.actor import system_actor
from latchstring.portals import emails
from latchstring.portals.access_rows import limits_told
from latchstring.portals.actions.plan_reminders import plan_reminders
from latchstring.portals.links import INVITE
from latchstring.portals.message import fields_for
from latchstring.portals.models import Phase, Reminder, ReminderPause
from latchstring.portals.reading import day_of
from latchstring.portals.reminding import (
    Step,
    due_at,
    first_after,
    is_morning,
    latest_due,
    next_morning,
    plan_of,
    steps_of,
    zone_of,
)
from latchstring.portals.stopping import stop_url

CHUNK = 400
REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Wanted:
    row: Any
    step: Step
    zone: ZoneInfo


def remind_due() -> int:
    """How many reminders were queued. Safe to run twice, late, or by two workers."""
    plan_reminders()
    queued = 0
    while (found := _next()) is not None:
        queued += found
    return queued


@transaction.atomic
def _next() -> int | None:
    rows = Reminder.objects.filter(done_at=None, due_at__lte=clock.now()).order_by("due_at", "id")
    locked = list(rows.select_for_update(skip_locked=True, of=("self",)).select_related(*_NEEDED)[:CHUNK])
    queued = 0
    for firm_id, some in groupby(sorted(locked, key=lambda row: row.firm_id), key=lambda row: row.firm_id):
        queued += _remind(Firm.objects.get(pk=firm_id), list(some))
    return queued if locked else None


_NEEDED = ("invite__person", "invite__client", "invite__message")


def _remind(firm: Firm, rows: Sequence[Any]) -> int:
    """Each row is done, or due later; those that are sent go out as a campaign of their own."""
    steps = steps_of(plan_of(firm.pk))
    dead = inactive(firm.pk, [key_of(row.invite.person.email) for row in rows])
    paused = ReminderPause.objects.filter(client__in=[row.invite.client_id for row in rows])
    held = set(paused.values_list("client_id", flat=True))
    wanted = []
    for row in rows:
        zone = zone_of(row.invite.person.time_zone, firm)
        if _is_over(row.invite) or key_of(row.invite.person.email) in dead or not steps:
            row.done_at = clock.now()
        elif not row.invite.message.sent_at or row.invite.client.inactive_at or row.invite.client_id in held:
            row.due_at = next_morning(zone)
        elif (step := _due_now(row, steps, zone)) is not None:
            wanted.append(Wanted(row, step, zone))
    _send(firm, steps, wanted)
    Reminder.objects.bulk_update(rows, ["day", "due_at", "done_at", "message"])
    return len(wanted)


def _is_over(invite: Any) -> bool:
    """Accepted, sent again, taken back or expired; or the person wants no reminders."""
    ended = invite.accepted_at or invite.superseded_at or invite.revoked_at or invite.expires_at <= clock.now()
    return bool(ended or invite.person.phase != Phase.PENDING or REMINDER in invite.person.emails_off)


def _due_now(row: Any, steps: Sequence[Step], zone: ZoneInfo) -> Step | None:
    """The step to send; else the row is given its next morning, or is done where there is none."""
    since, left = row.invite.message.sent_at, [step for step in steps if step.day >= row.day]
    step = latest_due(left, since, zone)
    if step is not None and is_morning(zone):
        return step
    if step is not None:
        row.due_at = next_morning(zone)
    elif left:
        row.due_at = due_at(since, left[0].day, zone)
    else:
        row.done_at = clock.now()
    return None


def _send(firm: Firm, steps: Sequence[Step], wanted: Sequence[Wanted]) -> None:
    if not wanted:
        return
    now, invites = clock.now(), [each.row.invite for each in wanted]
    campaign = Campaign.objects.create(firm=firm, opened_at=now)
    limits = limits_told(firm, {each.person_id for each in invites}, {each.client_id for each in invites})
    for (member_id, text), some in groupby(sorted(wanted, key=_letter_key), key=_letter_key):
        sender = emails.signed_by(firm, emails.member_of(UUID(member_id) if member_id else None))
        letter = emails.reminder_letter(firm, sender, text)
        posts = []
        for each in some:
            each.row.day, each.row.done_at, each.row.message_id = each.step.day, now, uuid7()
            told = limits.get((each.row.invite.person_id, each.row.invite.client_id), "")
            posts.append(_post(firm, sender, each, told))
        queue_many(firm.pk, letter, posts, kind=REMINDER, campaign=campaign)
    Reminder.objects.bulk_create([row for each in wanted if (row := _following(each, steps))], ignore_conflicts=True)
    entries = [Entry(each.client_id, each.person_id, each.pk, {"name": str(each.person)}) for each in invites]
    record_many(system_actor(firm.pk), Name.INVITE_REMINDED, entries)


def _letter_key(wanted: Wanted) -> tuple[str, str]:
    return str(wanted.row.invite.member_id or ""), wanted.step.text


def _post(firm: Firm, sender: Any, wanted: Wanted, limits: str) -> Post:
    invite, person = wanted.row.invite, wanted.row.invite.person
    fields = fields_for(firm, sender, name=person.name, client_name=invite.client.name, email=person.email)
    fields |= {"expires": day_of(invite.expires_at, firm, person), "limits": limits}
    fields["unsubscribe"] = stop_url(firm, person, REMINDER)
    return Post(person.email, person.name, fields, INVITE, invite.pk, wanted.row.message_id, invite.client_id)


def _following(wanted: Wanted, steps: Sequence[Step]) -> Reminder | None:
    step = first_after(steps, wanted.step.day)
    if step is None:
        return None
    invite = wanted.row.invite
    moment = due_at(invite.message.sent_at, step.day, wanted.zone)
    return Reminder(firm_id=invite.firm_id, invite=invite, day=step.day, due_at=moment)
