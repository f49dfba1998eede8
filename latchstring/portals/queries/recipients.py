"""Who would get an invite and who would be passed over, before anything is sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID

from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor
from latchstring.portals.chunks import addresses_of, decide_all, targets
from latchstring.portals.models import PortalUser
from latchstring.portals.planning import Decision, How, Known, Reach
from latchstring.portals.queries.facts import known_about, reaches
from latchstring.portals.queries.manager import people_selected
from latchstring.portals.queries.reasons import fix, sentence
from latchstring.portals.queries.without import clients_selected
from latchstring.portals.selection import Selection

SHOWN = 100
FIRST, CHUNK = 50, 2000


@dataclass(frozen=True, slots=True)
class Recipient:
    name: str
    first_name: str
    email: str
    client_name: str


@dataclass(frozen=True, slots=True)
class SkippedRow:
    name: str
    reason: str
    sentence: str
    fix: str
    client_id: UUID | None
    contact_id: UUID | None
    person_id: UUID | None


@dataclass(slots=True)
class Recipients:
    """``skipped`` holds the first 100 of ``skipped_count``; ``client_count`` is of those invited."""

    people: list[Recipient] = field(default_factory=list)
    client_count: int = 0
    skipped_count: int = 0
    skipped: list[SkippedRow] = field(default_factory=list)

    @property
    def people_count(self) -> int:
        return len(self.people)

    @property
    def skipped_more(self) -> int:
        """How many are skipped beyond the ones that are listed."""
        return self.skipped_count - len(self.skipped)

    def nth(self, place: int) -> Recipient | None:
        """Counted from 0, round and round."""
        return self.people[place % len(self.people)] if self.people else None


def preview(actor: Actor, selection: Selection, who: str = "primary") -> Recipients:
    """The same decisions as the worker will make, if nothing changes until then."""
    firm = Firm.objects.get(pk=actor.firm_id)
    found, clients = Recipients(), set()
    for decision in _decisions(actor, firm, selection, who):
        if decision.how is How.INVITE and decision.reach:
            found.people.append(_recipient(decision, decision.reach))
            clients.add(decision.client.id)
        else:
            found.skipped_count += 1
            if len(found.skipped) < SHOWN:
                found.skipped.append(_skipped(decision, firm))
    found.client_count = len(clients)
    return found


def recipient_at(actor: Actor, selection: Selection, who: str, place: int) -> Recipient | None:
    """The one at this place, counted from 0 and round and round; looks no further than it must."""
    firm = Firm.objects.get(pk=actor.firm_id)
    people: list[Recipient] = []
    for decision in _decisions(actor, firm, selection, who):
        if decision.how is How.INVITE and decision.reach:
            people.append(_recipient(decision, decision.reach))
            if len(people) > place:
                return people[place]
    return people[place % len(people)] if people else None


def anybody(actor: Actor, selection: Selection, who: str = "primary") -> bool:
    """Whether a send would do anything at all; quick, however large the selection."""
    if selection.mode == "filter":
        return bool(clients_selected(actor, selection).exists())
    firm = Firm.objects.get(pk=actor.firm_id)
    return any(decision.how is not How.SKIP for decision in _decisions(actor, firm, selection, who))


def count(actor: Actor, selection: Selection, *, of: str = "clients") -> int:
    """How many clients, or people, a selection means now."""
    chosen = clients_selected if of == "clients" else people_selected
    return int(chosen(actor, selection).count())


def _decisions(actor: Actor, firm: Firm, selection: Selection, who: str) -> Iterator[Decision]:
    ids = sorted(selection.ids) if selection.mode == "ids" else _all(actor, selection)
    before: Known | None = None
    for start, end in pairwise([0, FIRST, *range(CHUNK, len(ids) + CHUNK, CHUNK)]):
        chunk = ids[start:end]
        if not chunk:
            return
        found = targets(actor, chunk)
        contacts = reaches(firm, list(found), who, selection.contacts)
        known = known_about(firm, addresses_of(contacts), list(found), member_id=actor.member_id)
        if before:
            known.go_on_from(before)
        yield from decide_all(known, chunk, found, contacts)
        before = known


def _all(actor: Actor, selection: Selection) -> Sequence[UUID]:
    return list(clients_selected(actor, selection).order_by("pk").values_list("pk", flat=True))


def _recipient(decision: Decision, reach: Reach) -> Recipient:
    return Recipient(decision.name, reach.first_name, reach.email, decision.client.name)


def _skipped(decision: Decision, firm: Firm) -> SkippedRow:
    reason = str(decision.reason or "")
    person = decision.person
    return SkippedRow(
        name=decision.name or "A client you can’t see",
        reason=reason,
        sentence=sentence(reason, decision.detail, firm),
        fix=fix(reason),
        client_id=decision.client.id if decision.client.name else None,
        contact_id=decision.reach.contact_id if decision.reach else None,
        person_id=person.pk if isinstance(person, PortalUser) else None,
    )
