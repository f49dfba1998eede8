"""The people of one client: its contacts, its portal users, and those who are both, one line each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from latchstring.clients.models import Client, Contact, Link
from latchstring.kernel import clock
from latchstring.mail.queries import inactive
from latchstring.policy.actor import Actor
from latchstring.policy.scopes import Scope
from latchstring.portals.models import Access
from latchstring.portals.status import UNDER_WAY, Status, status_of

ORDER = {Status.REMOVED: 2, Status.NOT_INVITED: 1}


@dataclass(frozen=True, slots=True)
class Person:
    """``of`` names the linked client whose contact this is; ``shares_with`` names who has the same address in
    the portal when this contact is not that person."""

    key: UUID
    name: str
    email: str
    status: Status
    contact: Contact | None = None
    access: Access | None = None
    inactive_at: datetime | None = None
    inactive_reason: str = ""
    shares_with: str = ""
    of: str = ""

    @property
    def is_in(self) -> bool:
        """Whether there is access, accepted or still waiting to be."""
        return self.access is not None and self.status is not Status.REMOVED

    @property
    def limited(self) -> bool:
        """Whether the access is narrowed, or has an end ahead."""
        access = self.access
        return access is not None and self.is_in and (access.scope != Scope.EVERYTHING or access.ends_at is not None)

    @property
    def not_delivered_reason(self) -> str:
        return self.access.person.not_delivered_reason if self.access and self.status in UNDER_WAY else ""

    @property
    def last_login_at(self) -> datetime | None:
        return self.access.person.last_login_at if self.access else None


def person_of(actor: Actor, contact: Contact) -> Person:
    return next(person for person in people_of(actor, contact.client) if person.contact == contact)


def people_of(actor: Actor, client: Client) -> list[Person]:
    """Contacts in their order, then portal users who are no contacts; the removed come last."""
    contacts = list(Contact.objects.visible_to(actor).filter(client=client))
    rows = Access.objects.visible_to(actor).filter(client=client).select_related("person")
    accesses = list(rows.order_by("person__place", "id"))
    by_address = {access.person.address: access for access in reversed(accesses)}
    held = _held(contacts, accesses)
    states = inactive(actor.firm_id, {contact.address for contact in contacts if contact.address})
    lines = []
    for contact in contacts:
        access = by_address.get(contact.address)
        state = states.get(contact.address)
        if contact.pk in held:
            lines.append(_portal_user(held[contact.pk], contact))
        else:
            lines.append(
                Person(
                    key=contact.pk,
                    name=contact.name,
                    email=contact.email,
                    status=Status.EMAIL_INACTIVE if state else Status.NOT_INVITED,
                    contact=contact,
                    inactive_at=state.inactive_since if state else None,
                    inactive_reason=state.reason if state else "",
                    shares_with=str(access.person) if access else "",
                )
            )
    lines += [_portal_user(access) for access in accesses if access not in held.values()]
    return sorted(lines, key=lambda person: ORDER.get(person.status, 0))


def linked_people(actor: Actor, client: Client) -> list[Person]:
    """Contacts of linked clients who can be written to and are not people of this client already."""
    mine = Client.objects.visible_to(actor).filter(inactive_at=None)
    linked = Link.objects.visible_to(actor).filter(client=client, other__in=mine.values("pk")).values("other")
    rows = Contact.objects.visible_to(actor).filter(client__in=linked).exclude(address="").select_related("client")
    own = Contact.objects.visible_to(actor).filter(client=client).values("address")
    there = Access.objects.visible_to(actor).filter(client=client).values("person__address")
    rows = rows.exclude(address__in=own).exclude(address__in=there).order_by("client__sort_name", "position", "id")
    found = {contact.address: contact for contact in reversed(rows)}
    states = inactive(actor.firm_id, found)
    return [_linked(contact, states.get(contact.address)) for contact in reversed(found.values())]


def _linked(contact: Contact, state: Any) -> Person:
    return Person(
        key=contact.pk,
        name=contact.name,
        email=contact.email,
        status=Status.EMAIL_INACTIVE if state else Status.NOT_INVITED,
        inactive_at=state.inactive_since if state else None,
        inactive_reason=state.reason if state else "",
        of=contact.client.name,
    )


def _held(contacts: list[Contact], accesses: list[Access]) -> dict[UUID, Access]:
    """Which contact is which portal user, by the key of the contact: by address and name, else the first left over."""
    held: dict[UUID, Access] = {}
    for named in (True, False):
        for access in accesses:
            person = access.person
            same = [each for each in contacts if each.address == person.address and each.pk not in held]
            found = next((each for each in same if each.name == person.name or not named), None)
            if found and access not in held.values():
                held[found.pk] = access
    return held


def _portal_user(access: Access, contact: Contact | None = None) -> Person:
    person = access.person
    return Person(
        key=contact.pk if contact else access.pk,
        name=person.name,
        email=person.email,
        status=status_of(access, clock.now(), person=person),
        contact=contact,
        access=access,
        inactive_at=person.email_inactive_at,
        inactive_reason=person.email_inactive_reason,
    )
