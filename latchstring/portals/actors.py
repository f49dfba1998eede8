"""Who a login is on the client's side of the door, built anew on every request."""

from latchstring.accounts.models import User
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor, client_actor
from latchstring.portals.models import Access


def client_actor_for(user: User, firm: Firm) -> Actor | None:
    """The portal user with every client record open to them now, or None where there is none."""
    rows = Access.objects.filter(
        firm=firm,
        person__user=user,
        accepted_at__isnull=False,
        removed_at=None,
        client__inactive_at=None,
    ).values_list("person_id", "person__name", "person__email", "client_id")
    found = list(rows)
    if not found:
        return None
    person_id, name, email, _ = found[0]
    return client_actor(
        firm_id=firm.pk,
        user_id=user.pk,
        person_id=person_id,
        name=name or email,
        client_ids=frozenset(client_id for *_, client_id in found),
        licences=firm.licences,
    )
