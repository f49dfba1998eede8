"""The lines of the Client Portal window: who can be ticked, and why somebody can't."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from latchstring.kernel.addresses import BadAddress, normalise
from latchstring.portals.actions.invite import Invitee
from latchstring.portals.status import Status
from latchstring.web.firm.clients.people import Person


@dataclass(slots=True)
class Line:
    """One person; ``person`` is None for somebody added in the window, ``key`` then the address.

    ``typed`` is the address given here for a contact without one.
    """

    key: str
    name: str
    email: str
    person: Person | None = None
    ticked: bool = False
    typed: str = ""
    error: str = ""

    @property
    def status(self) -> Status:
        return self.person.status if self.person else Status.NOT_INVITED

    @property
    def blocked(self) -> bool:
        """Written to in vain, in already, or somebody else under this address is."""
        person = self.person
        return bool(person and (person.inactive_at or person.shares_with or person.status is Status.ACCEPTED))

    @property
    def contact_id(self) -> UUID | None:
        return self.person.contact.pk if self.person and self.person.contact else None

    @property
    def address(self) -> str:
        return self.email or self.typed

    @property
    def normal(self) -> str:
        """The address as it is compared, empty where there is none that could be."""
        try:
            return normalise(self.address)
        except BadAddress:
            return ""

    def invitee(self) -> Invitee:
        return Invitee(email=self.address, name=self.name, contact_id=self.contact_id)

    def check(self) -> None:
        """Set ``error`` where what was ticked and typed doesn't go together."""
        if self.ticked and self.blocked:
            self.error = _("This person can’t get an invite. The reason is in the line.")
        elif self.ticked and not self.address:
            self.error = _("Enter an email address, or untick the box.")
        elif self.typed and not self.ticked:
            self.error = _("Tick the box to send to this address, or clear it.")
        elif self.ticked:
            self.error = _wrong(self.address)


def _wrong(address: str) -> str:
    try:
        normalise(address)
    except BadAddress as error:
        return str(error)
    return ""


def fresh(people: Iterable[Person], ticked: Iterable[str] = ()) -> list[Line]:
    """The lines as the window opens: nobody is chosen but who was asked for."""
    chosen = set(ticked)
    lines = [Line(str(person.key), person.name, person.email, person) for person in people]
    for line in lines:
        line.ticked = line.key in chosen and not line.blocked
    return lines


def posted(people: Iterable[Person], data: QueryDict) -> list[Line]:
    """The lines as they were left: ``to`` holds the keys that are ticked, ``email-KEY`` what was
    typed, and the pairs ``added`` and ``added_name`` who was added before. Whom the list has by now under
    that address is meant by it."""
    lines = fresh(people)
    known = {line.normal: line for line in reversed(lines) if line.normal}
    ticked = set(data.getlist("to"))
    for email, name in zip(data.getlist("added"), data.getlist("added_name"), strict=False):
        line = Line(email, name.strip()[:200], email.strip()[:254])
        if there := known.get(line.normal):
            ticked |= {there.key} if email in ticked else set()
        else:
            lines.append(line)
    for line in lines:
        line.ticked = line.key in ticked
        line.typed = "" if line.email else data.get(f"email-{line.key}", "").strip()[:254]
    return lines
