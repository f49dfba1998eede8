"""Carry out what was decided: people, access, invites and emails for many at once, in bulk writes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
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
from latchstring.policy.scopes import Scope
from latchstring.portals import emails, newcomers
from latchstring.portals import kept as counts
from latchstring.portals.access_rows import Giving, Grant, Reached, let_in, narrow, wait_again
from latchstring.portals.ends import NO_LIMITS, Limits, in_data, in_full, to_client
from latchstring.portals.links import INVITE, supersede
from latchstring.portals.message import Sender, fields_for
from latchstring.portals.models import Invite, InviteBatch, Phase
from latchstring.portals.newcomers import Newcomer
from latchstring.portals.planning import Decision, How
from latchstring.portals.reading import day_of

_ALL = (How.INVITE, How.LINK, How.ATTACH)


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
    limits: Limits = NO_LIMITS


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
    limits = sending.limits.columns(sending.firm)
    let_in(Giving(sending.firm.pk, sending.actor.member_id, now, expires, limits), granted)
    record_many(sending.actor, Name.ACCESS_GRANTED, _granted(sending, granted))
    invited = [each for each in granted if each.how is How.INVITE]
    send_invites(sending, invited, now, expires, new=new)
    _send_notices(sending, [each for each in granted if each.how is How.LINK])
    people = {each.person.pk for each in granted} - new
    clients = {each.client.id for each in granted}
    counts.touch(sending.firm.pk, person_ids=people, client_ids=clients, newcomers=len(new))
    if limits:
        counts.touch_people(new)


def send_invites(
    sending: Sending, invited: Sequence[Grant], now: datetime, expires: datetime, *, new: Set[UUID] = frozenset()
) -> None:
    """A new link and a new expiry for each; every older link of these people dies."""
    if not invited:
        return
    known = {each.person.pk for each in invited} - new
    if known:
        supersede(known, now)
        wait_again(known, now, expires)
    kept = narrow(known, {each.client.id for each in invited})
    invites = [_invite_row(sending, each, now, expires) for each in invited]
    posts = [
        emails.invite_post(each.person, fields, row["id"], row["message_id"], each.client.id)
        for each, fields, row in zip(invited, _said(sending, invited, kept, expires), invites, strict=True)
    ]
    queue_many(sending.firm.pk, sending.letter, posts, kind=INVITE, campaign=sending.campaign)
    insert(Invite, invites)
    pending = {each.person.pk for each in invited if each.person.phase == Phase.PENDING} - new
    for name, again in ((Name.INVITE_SENT, False), (Name.INVITE_RESENT, True)):
        chosen = [each for each in invited if (each.person.pk in pending) is again]
        record_many(sending.actor, name, [_entry(sending, each, kept) for each in chosen])


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


def _said(sending: Sending, invited: Sequence[Grant], kept: Reached, expires: datetime) -> Iterator[dict[str, str]]:
    """What fills each invite. Who was known may have limits from before, which hold on."""
    chosen = sending.limits.sentence(sending.firm)
    for each in invited:
        row = kept.get((each.person.pk, each.client.id))
        limits = to_client(row.scope, row.ends_at, sending.firm) if row else chosen
        yield _fields(sending, each, expires) | {"limits": limits}


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
        fields["expires"] = day_of(expires, sending.firm, person)
    return fields


def _send_notices(sending: Sending, linked: Sequence[Grant]) -> None:
    """Who is in at this firm already hears what they can see from now on."""
    if not linked:
        return
    letter = emails.notice_letter(sending.firm, sending.sender, "access_added", sending.note)
    posts = [
        emails.notice_post(
            each.person,
            _fields(sending, each) | emails.place_of(sending.firm, each.client.id),
            client_id=each.client.id,
        )
        for each in linked
    ]
    queue_many(sending.firm.pk, letter, posts, kind="access-added", campaign=sending.campaign)


def _granted(sending: Sending, granted: Sequence[Grant]) -> list[Entry]:
    """Who was let in beside an invite; for whom it is open at once, how far and until when."""
    let = [each for each in granted if each.how is not How.INVITE]
    kept = narrow({each.person.pk for each in let}, {each.client.id for each in let})
    entries = []
    for each in let:
        entry = _entry(sending, each, kept)
        if each.how is How.LINK:
            entry.detail.update(opens=True, **in_data(*_reach(sending, each, kept)))
        entries.append(entry)
    return entries


def _entry(sending: Sending, grant: Grant, kept: Reached) -> Entry:
    """Limits are told where there are any: the chosen ones, or what was kept from before."""
    detail = {"name": str(grant.person)} | ({"batch": str(sending.batch.pk)} if sending.batch else {})
    scope, ends_at = _reach(sending, grant, kept)
    if sending.limits or ends_at or scope != Scope.EVERYTHING:
        detail |= {"access": in_full(scope, ends_at, sending.firm)} | in_data(scope, ends_at)
    return Entry(client_id=grant.client.id, person_id=grant.person.pk, detail=detail)


def _reach(sending: Sending, grant: Grant, kept: Reached) -> tuple[str, datetime | None]:
    """How far this goes and until when, by the row where it stands already."""
    if row := kept.get((grant.person.pk, grant.client.id)):
        return row.scope, row.ends_at
    columns = sending.limits.columns(sending.firm)
    return columns.get("scope", Scope.EVERYTHING), columns.get("ends_at")
