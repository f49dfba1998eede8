"""The kept figures of a firm: shifted with each fact, and counted anew as their oracle and repair."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, UUIDField
from django.db.models.functions import Greatest

from latchstring.accounts.assigned import Assigned
from latchstring.clients.models import Client, Counts
from latchstring.kernel.compiled import Compiled, Slot
from latchstring.policy.actor import Actor

_ACTIVE = Q(inactive_at=None)
_WITHOUT = _ACTIVE & Q(portal_people=0)
_KEPT = Compiled(lambda: Counts.objects.filter(firm=Slot("firm", UUIDField())))


def get(firm_id: UUID) -> Counts:
    """The firm's figures; their row is made when it is first asked for."""
    kept: Counts = _KEPT.first(firm=firm_id) or Counts.objects.get_or_create(firm_id=firm_id)[0]
    return kept


def active(actor: Actor) -> int:
    """How many active clients the actor sees: the firm's kept figure, or counted once for a request."""
    mine = actor.client_ids
    if mine is None:
        return get(actor.firm_id).clients
    if isinstance(mine, Assigned):
        return mine.active
    return Client.objects.visible_to(actor).filter(inactive_at=None).count()


def share(client: Client) -> Counter[str]:
    """What one client adds to its firm's figures; an inactive one adds nothing."""
    if client.inactive_at:
        return Counter()
    without = client.portal_people == 0
    return Counter(
        clients=1,
        clients_without=int(without),
        clients_reachable=int(without and client.reachable_contacts > 0),
        clients_accepted=int(client.accepted_people > 0),
    )


def shift(firm_id: UUID, **deltas: int) -> None:
    """Add to the figures, in the transaction of the facts they count; the last lock it takes."""
    changes: dict[str, Any] = {name: Greatest(F(name) + delta, 0) for name, delta in deltas.items() if delta}
    if changes and not Counts.objects.filter(firm_id=firm_id).update(**changes):
        Counts.objects.bulk_create([Counts(firm_id=firm_id)], ignore_conflicts=True)
        Counts.objects.filter(firm_id=firm_id).update(**changes)


def difference(before: Counter[str], after: Counter[str]) -> dict[str, int]:
    """The deltas for ``shift`` that lead from one sum of shares to another."""
    return {name: after[name] - before[name] for name in before | after}


def count(clients: Any) -> dict[str, int]:
    """The figures of some clients, counted live in one statement; what scoped staff are shown."""
    figures: dict[str, int] = clients.aggregate(
        clients=Count("pk", filter=_ACTIVE),
        clients_without=Count("pk", filter=_WITHOUT),
        clients_reachable=Count("pk", filter=_WITHOUT & Q(reachable_contacts__gt=0)),
        clients_accepted=Count("pk", filter=_ACTIVE & Q(accepted_people__gt=0)),
    )
    return figures


def recount(firm_id: UUID) -> dict[str, int]:
    """Count a firm's clients anew and keep that; people and recent logins are counted by portals."""
    figures = count(Client.objects.filter(firm_id=firm_id))
    Counts.objects.update_or_create(firm_id=firm_id, defaults=figures)
    return figures
