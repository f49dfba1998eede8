"""Who a login is on the client's side of the door, built anew on every request."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Q

from latchstring.accounts.models import User
from latchstring.firms.models import Firm
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, client_actor, viewing_actor
from latchstring.policy.scopes import narrowed
from latchstring.portals.household import Household, Member
from latchstring.portals.models import Access
from latchstring.portals.queries.link import Opening

_COLUMNS = ("person_id", "person__name", "person__email", "client_id", "scope")


def household(user: User, firm: Firm) -> Household:
    """Every portal user behind this login, with every client record open to them now; in one statement."""
    rows = _open_to(Q(firm=firm, person__user=user)).order_by("person__place", "person_id")
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows.values_list(*_COLUMNS, "person__pin", "person__passkeys"):
        found[row[0]].append(row)
    return Household({person_id: _member(user, firm, theirs) for person_id, theirs in found.items()})


def newcomer(user: User, firm: Firm, found: Opening) -> Household:
    """The same for a login made just now by accepting: what was read and locked for that says it all."""
    person = found.person
    rows = [
        (person.pk, person.name, person.email, led.client_id, led.scope, person.pin, person.passkeys)
        for led in found.live
        if led.inactive_at is None and person.suspended_at is None
    ]
    return Household({person.pk: _member(user, firm, rows)} if rows else {})


def client_actor_for(user: User, firm: Firm, here: UUID | None = None) -> Actor | None:
    """The portal user with every client record open to them now, or None where there is none.

    ``here`` is who they said they are, where several share the login; without it they are none of them.
    """
    return household(user, firm).actor(here)


def _member(user: User, firm: Firm, rows: list[Any]) -> Member:
    person_id, name, email, *_, pin, passkeys = rows[0]
    actor = client_actor(
        firm_id=firm.pk,
        user_id=user.pk,
        person_id=person_id,
        name=name or email,
        client_ids=frozenset(row[3] for row in rows),
        narrowed=narrowed((row[3], row[4]) for row in rows),
        licences=firm.licences,
    )
    return Member(actor, has_pin=bool(pin), passkeys=passkeys)


def viewing_actor_for(staff: Actor, person_id: UUID) -> Actor | None:
    """The team member looking as this person at what both may see now; None where that is nothing any more."""
    found = list(_open_to(Q(firm=staff.firm_id, person=person_id)).values_list(*_COLUMNS))
    if not found or not staff.may(Action.PORTAL_VIEW_AS):
        return None
    _, name, email, *_ = found[0]
    actor = viewing_actor(
        staff,
        person_id=person_id,
        name=name or email,
        client_ids=frozenset(client_id for *_, client_id, _ in found),
        narrowed=narrowed((client_id, scope) for *_, client_id, scope in found),
    )
    return actor if actor.client_ids else None


def _open_to(whose: Q) -> Any:
    """Each access that is open now."""
    return Access.objects.open().filter(whose)
