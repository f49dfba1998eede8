"""Carry out what was decided: people, access, invites and emails for many at once, in bulk writes."""

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_many
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.bulk import insert
from latchstring.kernel.ids import uuid7
from latchstring.mail.models import Campaign, Letter
from latchstring.mail.outbox import queue_many
from latchstring.policy.actor import Actor
from latchstring.portals import emails, kept, newcomers
from latchstring.portals.ends import given_back
from latchstring.portals.links import INVITE, supersede
from latchstring.portals.message import Sender, day_of, fields_for
from latchstring.portals.models import Access, Invite, InviteBatch, Phase, PortalUser
from latchstring.portals.newcomers import Newcomer, Person
from latchstring.portals.planning import Decision, How, Reach, Target
from latchstring.portals.status import is_over

_ALL = (How.INVITE, How.LINK, How.ATTACH)


class Grant(NamedTuple):
    """A decision that lets somebody in."""

    how: How
    client: Target
    person: Person
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """One press of Send: who signs, what it says, and the batch it belongs to, if any."""

    actor: Actor
    firm: Firm
    sender: Sender
    letter: Letter
    note: str = ""
    batch: InviteBatch | None = None
    campaign: Campaign | None = None


def expiry(firm: Firm) -> datetime:
    """When a link sent now stops working."""
    return clock.now() + timedelta(days=firm.invite_days)


def carry_out(sending: Sending, decisions: Sequence[Decision]) -> None:
    """Write all that these decisions grant; the people in them are locked or new."""
    granted = grants(decisions)
    if not granted:
        return
    now = clock.now()
    expires = expiry(sending.firm)
    new = _add_newcomers(granted, now, expires)
    _grant(sending, granted, now, expires)
    invited = [each for each in granted if each.how is How.INVITE]
    send_invites(sending, invited, now, expires, new=new)
    _send_notices(sending, [each for each in granted if each.how is How.LINK])
    people = {each.person.pk for each in granted} - new
    clients = {each.client.id for each in granted}
    kept.touch(sending.firm.pk, person_ids=people, client_ids=clients, newcomers=len(new))


def send_invites(
    sending: Sending, invited: Sequence[Grant], now: datetime, expires: datetime, *, new: Set[UUID] = frozenset()
) -> None:
    """A new link and a new expiry for each; every older link of these people dies."""
    if not invited:
        return
    known = {each.person.pk for each in invited} - new
    if known:
        supersede(known, now)
        _start_again(known, now, expires)
    invites = [_invite_row(sending, each, now, expires) for each in invited]
    posts = [
        emails.invite_post(each.person, _fields(sending, each, expires), row["id"], row["message_id"], each.client.id)
        for each, row in zip(invited, invites, strict=True)
    ]
    queue_many(sending.firm.pk, sending.letter, posts, kind=INVITE, campaign=sending.campaign)
    insert(Invite, invites)
    pending = {each.person.pk for each in invited if each.person.phase == Phase.PENDING} - new
    for name, again in ((Name.INVITE_SENT, False), (Name.INVITE_RESENT, True)):
        chosen = [each for each in invited if (each.person.pk in pending) is again]
        record_many(sending.actor, name, [_entry(sending, each) for each in chosen])


def grants(decisions: Sequence[Decision]) -> list[Grant]:
    return [
        Grant(each.how, each.client, each.person, each.reach) for each in decisions if each.how in _ALL and each.person
    ]


def _add_newcomers(granted: Sequence[Grant], now: datetime, expires: datetime) -> Set[UUID]:
    """Insert those whom the firm did not know, with all that is kept about them."""
    places: dict[Newcomer, set[tuple[str, UUID]]] = defaultdict(set)
    for each in granted:
        if isinstance(each.person, Newcomer) and each.person.phase == Phase.REMOVED:
            places[each.person].add((each.client.sort_name, each.client.id))
    newcomers.add(places, now, expires)
    return {person.pk for person in places}


def _grant(sending: Sending, granted: Sequence[Grant], now: datetime, expires: datetime) -> None:
    """One access per person and client: made, or given back where it was removed."""
    wanted = {(each.person.pk, each.client.id): each for each in granted}
    rows = Access.objects.filter(
        person__in={person for person, _ in wanted}, client__in={client for _, client in wanted}
    )
    there = {(row.person_id, row.client_id): row for row in rows}
    back: dict[Any, tuple[dict[str, Any], list[UUID]]] = {}
    by = sending.actor.member_id
    moments: dict[How, dict[str, Any]] = {
        How.INVITE: _pending(now, expires),
        How.LINK: _pending(now, expires) | {"accepted_at": now},
    }
    insert(
        Access,
        (
            {
                "firm_id": sending.firm.pk,
                "person_id": each.person.pk,
                "client_id": each.client.id,
                "granted_by": by,
                "granted_at": now,
                **(moments[each.how] if each.how in moments else _as_person(each.person)),
            }
            for key, each in wanted.items()
            if key not in there
        ),
    )
    for key, each in wanted.items():
        if key in there and is_over(there[key], now):
            moment = moments[each.how] if each.how in moments else _pending(now, expires) | _as_person(each.person)
            back.setdefault(each.how if each.how in moments else key, (moment, []))[1].append(there[key].pk)
    for moment, again in back.values():
        Access.objects.filter(pk__in=again).update(**moment | given_back(), granted_by=by, granted_at=now)
    record_many(
        sending.actor, Name.ACCESS_GRANTED, [_entry(sending, each) for each in granted if each.how is not How.INVITE]
    )


def _start_again(people: Set[UUID], now: datetime, expires: datetime) -> None:
    """The newest invite is the one that counts, for the person and for all that still waits for them."""
    moments = _pending(now, expires)
    PortalUser.objects.filter(pk__in=people).update(**moments, invited_at=now)
    del moments["accepted_at"], moments["removed_at"]
    Access.objects.filter(person__in=people, accepted_at=None, removed_at=None).update(**moments)


def _pending(now: datetime, expires: datetime) -> dict[str, Any]:
    return {
        "queued_at": now,
        "sent_at": None,
        "delivered_at": None,
        "expires_at": expires,
        "accepted_at": None,
        "removed_at": None,
    }


def _as_person(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in ("queued_at", "sent_at", "delivered_at", "expires_at")}


def _invite_row(sending: Sending, grant: Grant, now: datetime, expires: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "firm_id": sending.firm.pk,
        "created_at": now,
        "person_id": grant.person.pk,
        "client_id": grant.client.id,
        "batch_id": sending.batch.pk if sending.batch else None,
        "message_id": uuid7(),
        "member_id": sending.sender.member_id,
        "inviter_name": sending.sender.name,
        "address": grant.person.address,
        "note": sending.note,
        "expires_at": expires,
    }


def _fields(sending: Sending, grant: Grant, expires: datetime | None = None) -> dict[str, str]:
    person, reach = grant.person, grant.reach
    fields = fields_for(
        sending.firm,
        sending.sender,
        name=(reach and reach.name) or person.name,
        first_name=reach.first_name if reach else "",
        email=person.email,
        client_name=grant.client.name,
    )
    if expires:
        fields["expires"] = day_of(expires, sending.firm)
    return fields


def _send_notices(sending: Sending, linked: Sequence[Grant]) -> None:
    """Who is in at this firm already hears what they can see from now on."""
    told = [each for each in linked if not each.person.email_inactive_at]
    if not told:
        return
    letter = emails.notice_letter(sending.firm, sending.sender, "access_added", sending.note)
    posts = [
        emails.notice_post(
            each.person,
            _fields(sending, each) | emails.place_of(sending.firm, each.client.id),
            client_id=each.client.id,
        )
        for each in told
    ]
    queue_many(sending.firm.pk, letter, posts, kind="access-added", campaign=sending.campaign)


def _entry(sending: Sending, grant: Grant) -> Entry:
    detail = {"name": str(grant.person)} | ({"batch": str(sending.batch.pk)} if sending.batch else {})
    return Entry(client_id=grant.client.id, person_id=grant.person.pk, detail=detail)
