"""Who a login is on the client's side of the door, built anew on every request."""

from uuid import UUID

from django.db.models import Q

from latchstring.accounts.models import User
from latchstring.firms.models import Firm
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, client_actor, viewing_actor
from latchstring.policy.scopes import narrowed
from latchstring.portals.models import Access


def client_actor_for(user: User, firm: Firm) -> Actor | None:
    """The portal user with every client record open to them now, or None where there is none."""
    found = _open_to(Q(firm=firm, person__user=user))
    if not found:
        return None
    person_id, name, email, *_ = found[0]
    return client_actor(
        firm_id=firm.pk,
        user_id=user.pk,
        person_id=person_id,
        name=name or email,
        client_ids=frozenset(client_id for *_, client_id, _ in found),
        narrowed=narrowed((client_id, scope) for *_, client_id, scope in found),
        licences=firm.licences,
    )


def viewing_actor_for(staff: Actor, person_id: UUID) -> Actor | None:
    """The team member looking as this person at what both may see now; None where that is nothing any more."""
    found = _open_to(Q(firm=staff.firm_id, person=person_id))
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


def _open_to(whose: Q) -> list[tuple[UUID, str, str, UUID, str]]:
    """Person, name, email, client and scope of each access that is open now."""
    rows = Access.objects.open().filter(whose)
    return list(rows.values_list("person_id", "person__name", "person__email", "client_id", "scope"))
