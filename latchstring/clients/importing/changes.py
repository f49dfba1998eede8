"""What a row would change about a client that is there. An empty cell changes nothing."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from latchstring.clients.importing.fields import LABELS
from latchstring.clients.importing.matching import Known
from latchstring.clients.importing.rows import Person, Row
from latchstring.clients.models import Client, Contact
from latchstring.clients.search import fold


@dataclass(slots=True)
class Change:
    """``told`` are (what, before, after) for people; the rest is what is written to the client."""

    client: Client
    details: dict[str, str] = field(default_factory=dict)
    active: bool | None = None
    responsible: UUID | None = None
    assigned: bool = False
    tags: list[str] | None = None
    new_people: list[Person] = field(default_factory=list)
    next_position: int = 0
    people: list[tuple[Contact, Person]] = field(default_factory=list)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.told)


def compare(row: Row, known: Known, member: tuple[UUID, str] | None) -> Change:
    """``member`` is the team member whom the row names: their id and name."""
    client, tags = known.client, known.tags
    change = Change(client, next_position=max((contact.position for contact in known.contacts), default=-1) + 1)
    for name, value in row.details.items():
        if getattr(client, name) != value:
            change.details[name] = value
            if name != "sort_name":
                change.told.append((str(LABELS[name]), getattr(client, name), value))
    if row.active is not None and row.active != (client.inactive_at is None):
        change.active = row.active
        states = (_("Inactive"), _("Active"))
        change.told.append((str(LABELS["status"]), states[not row.active], states[row.active]))
    if member and client.responsible_id != member[0]:
        change.responsible, change.assigned = member[0], member[0] in known.team
        change.told.append((str(LABELS["responsible"]), "", member[1]))
    if row.tags and {fold(tag) for tag in row.tags} != {fold(tag) for tag in tags}:
        change.tags = row.tags
        change.told.append((str(LABELS["tags"]), "; ".join(sorted(tags)), "; ".join(row.tags)))
    _people(change, row, known.contacts)
    return change


def _people(change: Change, row: Row, contacts: list[Contact]) -> None:
    left = list(contacts)
    for person in row.people:
        contact = _same(person, left)
        if contact is None:
            change.new_people.append(person)
            change.told.append((_("New contact"), "", f"{person.name} {person.email}".strip()))
            continue
        left.remove(contact)
        renamed = contact.name != person.name
        moved = bool(person.address) and contact.address != person.address
        if renamed:
            change.told.append((_("Contact"), contact.name, person.name))
        if moved:
            change.told.append((_("Email of %s") % person.name, contact.email, person.email))
            if contact.address and change.client.portal_people:
                change.notes.append(_("Portal access stays with %s. Change email moves it.") % contact.email)
        if renamed or moved:
            change.people.append((contact, person))


def _same(person: Person, contacts: list[Contact]) -> Contact | None:
    """The contact with both name and address, else with the name, else with the address."""
    named = [contact for contact in contacts if fold(contact.name) == fold(person.name)]
    reached = [contact for contact in contacts if person.address and contact.address == person.address]
    both = [contact for contact in named if contact in reached]
    return next(iter(both + named + reached), None)
