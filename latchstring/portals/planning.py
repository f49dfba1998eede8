"""What sending to these contacts would do, decided without the database: the same for preview and worker."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from latchstring.portals.models import Phase, PortalUser
from latchstring.portals.newcomers import Newcomer, Person

OF_MEMBER, OF_ADDRESS = "of-member", "of-address"
"""Which of the day's limits was reached."""


class Reason(StrEnum):
    NO_EMAIL = "no-email"
    EMAIL_INACTIVE = "email-inactive"
    ALREADY_INVITED = "already-invited"
    ALREADY_USER = "already-user"
    SHARES_ADDRESS = "shares-address"
    CLIENT_INACTIVE = "client-inactive"
    NO_ACCESS = "no-access"
    SAME_PERSON = "same-person"
    OVER_LIMIT = "over-limit"
    ACCEPTED = "accepted"
    REMOVED = "removed"


class How(StrEnum):
    INVITE = "invite"
    LINK = "link"
    ATTACH = "attach"
    SKIP = "skip"


class Target(NamedTuple):
    """A client that somebody is to be let into."""

    id: UUID
    name: str
    inactive_at: datetime | None
    sort_name: str = ""


class Reach(NamedTuple):
    """A person of a client and the address to reach them by; no contact row for a typed address."""

    contact_id: UUID | None
    name: str
    first_name: str
    email: str
    address: str


class Decision(NamedTuple):
    """LINK lets in at once, ATTACH adds the client to the invite that goes out for another one."""

    how: How
    client: Target
    reach: Reach | None = None
    person: Person | None = None
    reason: Reason | None = None
    detail: str = ""

    @property
    def name(self) -> str:
        if self.reach:
            return self.reach.name or self.reach.email
        return str(self.person) if self.person else self.client.name


@dataclass(slots=True)
class Known:
    """What is so before sending; ``decide`` keeps it true as it goes.

    ``people`` holds the first at each address, ``beside`` whoever shares that mailbox with them.
    ``sent_today`` counts today's invites per person; ``room`` is how many the sender has left today.
    """

    firm_id: UUID
    now: datetime
    midnight: datetime
    room: int
    resends: int
    people: dict[str, PortalUser] = field(default_factory=dict)
    beside: dict[str, list[PortalUser]] = field(default_factory=dict)
    newcomers: dict[str, Newcomer] = field(default_factory=dict)
    live: set[tuple[UUID, UUID]] = field(default_factory=set)
    inactive: dict[str, str] = field(default_factory=dict)
    in_batch: set[UUID] = field(default_factory=set)
    sent_today: Counter[UUID] = field(default_factory=Counter)

    def person_at(self, reach: Reach) -> PortalUser | None:
        """Of those who share the address the one with this name, else the first."""
        same = [each for each in self.beside.get(reach.address, ()) if same_name(each.name, reach.name)]
        return same[0] if same else self.people.get(reach.address)

    def everybody(self) -> dict[UUID, PortalUser]:
        """All of them by key, also those who share a mailbox."""
        beside = (person for some in self.beside.values() for person in some)
        return {person.pk: person for person in (*self.people.values(), *beside)}

    def go_on_from(self, before: "Known") -> None:
        """Continue a plan whose earlier parts were not carried out."""
        before.live |= self.live
        before.in_batch |= self.in_batch
        self.live, self.in_batch = before.live, before.in_batch
        self.newcomers, self.room = before.newcomers, before.room


def decide(known: Known, client: Target, reach: Reach | None, *, explicit: bool = False) -> Decision:
    """``explicit`` is one person chosen by hand: a pending invite goes out again, names may differ."""
    if client.inactive_at:
        return Decision(How.SKIP, client, reach, reason=Reason.CLIENT_INACTIVE)
    if reach is None or not reach.address:
        return Decision(How.SKIP, client, reach, reason=Reason.NO_EMAIL)
    if reach.address in known.inactive:
        detail = known.inactive[reach.address]
        return Decision(How.SKIP, client, reach, known.people.get(reach.address), Reason.EMAIL_INACTIVE, detail)
    person: Person | None = known.person_at(reach) or known.newcomers.get(reach.address)
    if person is None:
        return _invite(known, client, reach, _newcomer(known, reach))
    return _again(known, client, reach, person, explicit=explicit)


def _again(known: Known, client: Target, reach: Reach, person: Person, *, explicit: bool) -> Decision:
    """Somebody with this address is known to the firm."""
    here = (person.pk, client.id) in known.live
    fresh = person.pk in known.in_batch
    if person.phase == Phase.REMOVED and not fresh:
        return _invite(known, client, reach, person)
    if not explicit and _differ(person.name, reach.name):
        return Decision(How.SKIP, client, reach, person, Reason.SHARES_ADDRESS, person.name)
    how, reason = (How.LINK, Reason.ALREADY_USER) if person.phase == Phase.ACTIVE else (How.ATTACH, Reason.SAME_PERSON)
    if person.phase == Phase.ACTIVE or fresh:
        known.live.add((person.pk, client.id))
        return Decision(How.SKIP if here else how, client, reach, person, reason)
    if here and not explicit and person.expires_at > known.now:
        return Decision(How.SKIP, client, reach, person, Reason.ALREADY_INVITED, person.invited_at.isoformat())
    return _invite(known, client, reach, person)


def _invite(known: Known, client: Target, reach: Reach, person: Person) -> Decision:
    limit = OF_MEMBER if known.room <= 0 else OF_ADDRESS if resends_of(known, person) >= known.resends else ""
    if limit:
        who = None if isinstance(person, Newcomer) else person
        return Decision(How.SKIP, client, reach, who, Reason.OVER_LIMIT, limit)
    known.room -= 1
    if isinstance(person, Newcomer):
        known.newcomers[person.address] = person
    known.live.add((person.pk, client.id))
    known.in_batch.add(person.pk)
    return Decision(How.INVITE, client, reach, person)


def resends_of(known: Known, person: Person) -> int:
    """How often this person was written to again today; the first invite is not a resend."""
    sent = known.sent_today[person.pk]
    return sent - 1 if person.created_at >= known.midnight else sent


def _newcomer(known: Known, reach: Reach) -> Newcomer:
    return Newcomer(known.firm_id, reach.name, reach.email, reach.address, created_at=known.now, expires_at=known.now)


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and not same_name(one, other)


def same_name(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def decide_resend(known: Known, person: PortalUser, client: Target | None) -> Decision:
    """``client`` is the one that the invite names: the first that the sender sees, if any."""
    target = client or Target(person.pk, "", None)
    reason, detail = _why_not(known, person, client)
    if reason:
        return Decision(How.SKIP, target, None, person, reason, detail)
    return _invite(known, target, Reach(None, person.name, "", person.email, person.address), person)


def _why_not(known: Known, person: PortalUser, client: Target | None) -> tuple[Reason | None, str]:
    if person.phase == Phase.REMOVED:
        return Reason.REMOVED, ""
    if client is None:
        return Reason.NO_ACCESS, ""
    if person.phase == Phase.ACTIVE:
        return Reason.ACCEPTED, ""
    if person.address in known.inactive:
        return Reason.EMAIL_INACTIVE, known.inactive[person.address]
    return (Reason.CLIENT_INACTIVE, "") if client.inactive_at else (None, "")
