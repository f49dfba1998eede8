"""What would happen to each line of a file: new, changed, unchanged, duplicate or wrong. Nothing is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import batched
from uuid import UUID

from django.utils.translation import gettext as _

from latchstring.accounts.models import TeamMember
from latchstring.clients.importing import matching
from latchstring.clients.importing.changes import Change, compare, compare_people, new_contact
from latchstring.clients.importing.identity import Met, Seen
from latchstring.clients.importing.matching import Existing
from latchstring.clients.importing.rows import Person, Problem, Reader, Row, Wrong
from latchstring.clients.importing.table import Line
from latchstring.clients.search import fold

CHUNK = 1000

type Member = tuple[UUID, str]  # id and name
type Members = dict[str, Member]  # by folded name and by address


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(slots=True)
class Planned:
    """One line and what becomes of it. ``change`` is there for a client that the firm has already.

    ``joining`` are people of later lines, who come in with the client that this line makes.
    """

    line: Line
    outcome: Outcome
    row: Row | None = None
    change: Change | None = None
    member: Member | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    joining: list[Person] = field(default_factory=list)

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """What changes in words: what, before, after."""
        if self.change:
            return self.change.told
        return [new_contact(person) for person in self.row.people] if self.row and self.row.after else []

    @property
    def columns(self) -> str:
        return "; ".join(problem.column for problem in self.problems if problem.column)

    @property
    def reason(self) -> str:
        return " ".join(problem.reason for problem in self.problems)


def members_of(firm_id: UUID) -> Members:
    team = TeamMember.objects.filter(firm_id=firm_id, deactivated_at=None).select_related("user").order_by("-id")
    found: Members = {}
    for member in team:
        found[fold(member.email)] = found[fold(member.name)] = (member.pk, member.name)
    return found


@dataclass(slots=True)
class Planner:
    """Walks one file in chunks; remembers what it has seen of it."""

    firm_id: UUID
    reader: Reader
    members: Members
    seen: Seen = field(default_factory=Seen)

    def chunks(self, lines: Iterable[Line]) -> Iterator[list[Row | Planned]]:
        """Lines that are read; those already decided, because they are wrong or said before, are Planned."""
        for some in batched(lines, CHUNK):
            yield [self._read(line) for line in some]

    def _read(self, line: Line) -> Row | Planned:
        row = self.reader.read(line)
        if isinstance(row, Wrong):
            return Planned(line, Outcome.REJECTED, problems=row.problems)
        met = self.seen.earlier(row)
        return self._again(row, met) if met else row

    def _again(self, row: Row, met: Met) -> Row | Planned:
        """A line about a client of an earlier one: more people of it, a repetition, or another story."""
        people = self.seen.new_people(met.line, row.people) if met.named else []
        if people:
            notes = [_("Added to the client of line %s. What that line says about the client counts.") % met.line]
            return replace(row, people=people, notes=notes, after=met.line)
        column = self._identity(row)
        if met.same:
            same = Problem(column, _("The same as line %s.") % met.line)
            return Planned(row.line, Outcome.DUPLICATE, row, problems=[same])
        other = Problem(column, _("Line %s is about the same client and says something else.") % met.line)
        return Planned(row.line, Outcome.REJECTED, row, problems=[other])

    def _identity(self, row: Row) -> str:
        column = self.reader.columns.get("number" if row.number else "name")
        return self.reader.headers[column] if column is not None else ""

    def decide(self, chunk: list[Row | Planned], *, lock: bool = False) -> list[Planned]:
        """Compare with the firm's clients, in a constant number of statements."""
        existing = matching.find(self.firm_id, (row for row in chunk if isinstance(row, Row)), lock=lock)
        planned = [self._decide(row, existing) if isinstance(row, Row) and not row.after else row for row in chunk]
        leads = {one.line.number: one for one in planned if isinstance(one, Planned)}
        return [
            one if isinstance(one, Planned) else self._join(one, existing, leads.get(one.after), applying=lock)
            for one in planned
        ]

    def _join(self, row: Row, existing: Existing, lead: Planned | None, *, applying: bool) -> Planned:
        """More people for the client of an earlier line, which ``lead`` is where it stands in the same chunk."""
        if known := existing.match(lead.row if lead and lead.row else row):
            change = compare_people(row, known)
            return Planned(row.line, Outcome.UPDATED if change else Outcome.UNCHANGED, row, change, notes=row.notes)
        if lead is None and applying:
            return self._decide(replace(row, after=0, notes=[]), existing)
        if lead:
            lead.joining += row.people
        return Planned(row.line, Outcome.UPDATED, row, notes=row.notes)

    def _decide(self, row: Row, existing: Existing) -> Planned:
        member = self.members.get(fold(row.responsible)) if row.responsible else None
        notes = list(row.notes)
        if row.responsible and not member:
            notes.append(_("No team member is called %s, so nobody is assigned.") % row.responsible)
        known = existing.match(row)
        if known is None:
            if row.details["sort_name"] in existing.names:
                notes.append(_("Another client has this name."))
            return Planned(row.line, Outcome.CREATED, row, member=member, notes=notes)
        if line := self.seen.claimed(known.client, row):
            again = Problem(self._identity(row), _("Line %s is about the same client.") % line)
            return Planned(row.line, Outcome.DUPLICATE, row, problems=[again])
        change = compare(row, known, member)
        outcome = Outcome.UPDATED if change else Outcome.UNCHANGED
        return Planned(row.line, outcome, row, change, member, notes=notes + change.notes)


def count(planned: Iterable[Planned], counts: dict[str, int] | None = None) -> dict[str, int]:
    """Every line in exactly one figure; added to those given."""
    total = dict(counts or {outcome.value: 0 for outcome in Outcome})
    for one in planned:
        total[one.outcome.value] += 1
    return total
