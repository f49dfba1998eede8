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
    change = compare_people(row, known)
    told, change.told = change.told, []
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
    change.told += told
    return change


def new_contact(person: Person) -> tuple[str, str, str]:
    """How a person who joins is told."""
    return (_("New contact"), "", f"{person.name} {person.email}".strip())


def compare_people(row: Row, known: Known) -> Change:
    """Only what the row says about the client's people."""
    change = Change(known.client, next_position=max((each.position for each in known.contacts), default=-1) + 1)
    left = list(known.contacts)
    for person in row.people:
        contact = _same(person, left)
        if contact is None:
            change.new_people.append(person)
            change.told.append(new_contact(person))
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
    return change


def _same(person: Person, contacts: list[Contact]) -> Contact | None:
    """The contact with both name and address, else with the name, else with the address.

    For somebody apart, only the first will do: the others are somebody else of the file.
    """
    named = [contact for contact in contacts if fold(contact.name) == fold(person.name)]
    reached = [contact for contact in contacts if person.address and contact.address == person.address]
    both = [contact for contact in named if contact in reached]
    return next(iter(both if person.apart else both + named + reached), None)
