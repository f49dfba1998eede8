"""What has happened at Alder & Pike in the last two months, written as rows of the past."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from latchstring.accounts.logins import add_login
from latchstring.accounts.models import User
from latchstring.cli.demo_firm import log
from latchstring.cli.demo_firm.clients import Told
from latchstring.cli.demo_firm.sign_ins import PASSWORD
from latchstring.cli.demo_firm.story import Story, story
from latchstring.clients import reach
from latchstring.clients.models import Counts
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.addresses import normalise
from latchstring.kernel.ids import uuid7
from latchstring.mail.models import AddressState, Letter, Message, State
from latchstring.policy.actor import Actor
from latchstring.portals import emails, kept, search
from latchstring.portals.links import INVITE
from latchstring.portals.message import fields_for
from latchstring.portals.models import Access, Invite, Phase, PortalUser, WebSession
from latchstring.portals.reading import day_of

NOTE = "Hello {First name},\n\nyour documents for {Client name} are in one safe place from now on.\n\n{Team member}"
CAME_BACK = "There is no such mailbox."


def write_past(actor: Actor, firm: Firm, told: Sequence[Told]) -> None:
    """People with access, their invites and emails, logins, and addresses that came back."""
    now = clock.now()
    letter = emails.invite_letter(firm, emails.sender_for(actor, firm), NOTE)
    password = make_password(PASSWORD)
    people: dict[str, PortalUser] = {}
    for each in sorted(told, key=lambda one: -one.invited):
        tale = story(each, now)
        address = normalise(each.email)
        if address not in people:
            people[address] = _person(firm, each, tale, password)
            _invite(actor, people[address], each, tale, letter)
            _sessions(people[address], tale)
        _access(actor, people[address], each, tale)
        log.write(actor, people[address], each, tale)
    search.add(people.values())
    client_ids = {each.client.pk for each in told}
    kept.touch(firm.pk, person_ids={person.pk for person in people.values()}, client_ids=client_ids)
    reach.refresh(firm.pk, client_ids)
    Counts.objects.filter(firm=firm).update(recording_since=now - timedelta(days=60))


def _person(firm: Firm, told: Told, tale: Story, password: str) -> PortalUser:
    address = normalise(told.email)
    user = None
    if tale.accepted_at:
        user = add_login(email=address, name=told.name, password_hash=password)
        User.objects.filter(pk=user.pk).update(created_at=tale.accepted_at)
    if tale.came_back_at:
        AddressState.objects.create(firm=firm, address=address, inactive_since=tale.came_back_at, reason=CAME_BACK)
    return PortalUser.objects.create(
        firm=firm,
        user=user,
        name=told.name,
        sort_name=told.name.casefold(),
        email=told.email,
        address=address,
        phase=Phase.REMOVED,
        invited_at=tale.queued_at,
        last_login_at=tale.last_login_at,
        web_sessions=told.sessions,
        email_inactive_at=tale.came_back_at,
        email_inactive_reason=CAME_BACK if tale.came_back_at else "",
        **_moments(tale),
    )


def _access(actor: Actor, person: PortalUser, told: Told, tale: Story) -> None:
    Access.objects.create(
        firm_id=person.firm_id,
        person=person,
        client=told.client,
        granted_by=actor.member_id,
        granted_at=tale.queued_at,
        removed_by=actor.member_id if tale.removed_at else None,
        **_moments(tale),
    )


def _moments(tale: Story) -> dict[str, Any]:
    names = ("queued_at", "sent_at", "delivered_at", "expires_at", "accepted_at", "removed_at")
    return {name: getattr(tale, name) for name in names}


def _invite(actor: Actor, person: PortalUser, told: Told, tale: Story, letter: Letter) -> None:
    firm = person.firm
    sender = emails.sender_for(actor, firm)
    fields = fields_for(firm, sender, name=person.name, client_name=told.client.name)
    invite_id = uuid7()
    waits = tale.sent_at is None
    message = Message.objects.create(
        firm=firm,
        letter=letter,
        kind=INVITE,
        to_name=person.name,
        to_address=person.email,
        fields={**fields, "expires": day_of(tale.expires_at, firm)},
        link_purpose=INVITE,
        link_subject=invite_id,
        state=State.QUEUED if waits else State.INACTIVE if tale.came_back_at else State.DELIVERED,
        reason=CAME_BACK if tale.came_back_at else "",
        created_at=tale.queued_at,
        due_at=_tomorrow_at_nine(firm) if waits else tale.queued_at,
        sent_at=tale.sent_at,
        ended_at=tale.came_back_at or tale.delivered_at,
        settled=not waits,
    )
    Invite.objects.create(
        id=invite_id,
        firm=firm,
        person=person,
        client=told.client,
        message=message,
        member_id=actor.member_id,
        inviter_name=actor.name,
        address=person.address,
        note=NOTE,
        created_at=tale.queued_at,
        expires_at=tale.expires_at,
        opened_at=tale.opened_at,
        accepted_at=tale.accepted_at,
        revoked_at=tale.removed_at,
    )


def _sessions(person: PortalUser, tale: Story) -> None:
    """The first and the last one."""
    WebSession.objects.bulk_create(
        WebSession(
            firm_id=person.firm_id,
            person=person,
            created_at=moment,
            last_seen_at=moment + timedelta(minutes=9),
            ended_at=moment + timedelta(minutes=40),
        )
        for moment in sorted({at for at in (tale.accepted_at, tale.last_login_at) if at})
    )


def _tomorrow_at_nine(firm: Firm) -> datetime:
    zone = ZoneInfo(firm.time_zone)
    return datetime.combine(clock.now().astimezone(zone).date() + timedelta(days=1), time(9), zone)
