"""How many contacts of a client can be written to: an address that is there and not inactive."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from latchstring.clients import counts
from latchstring.clients.models import Client, Contact
from latchstring.mail.models import AddressState


@transaction.atomic
def refresh(firm_id: UUID, client_ids: Collection[UUID]) -> None:
    """Count these clients' reachable contacts anew; keeps the firm's figures true."""
    reachable = _reachable(firm_id, client_ids)
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    changed = []
    for client in Client.objects.select_for_update().filter(firm_id=firm_id, pk__in=client_ids).order_by("pk"):
        if client.reachable_contacts != reachable.get(client.pk, 0):
            before.update(counts.share(client))
            client.reachable_contacts = reachable.get(client.pk, 0)
            after.update(counts.share(client))
            changed.append(client)
    Client.objects.bulk_update(changed, ["reachable_contacts"])
    counts.shift(firm_id, **counts.difference(before, after))


def _reachable(firm_id: UUID, client_ids: Collection[UUID]) -> dict[UUID, int]:
    dead = AddressState.objects.filter(firm_id=firm_id, inactive_since__isnull=False, address=OuterRef("address"))
    contacts = Contact.objects.filter(~Exists(dead), firm_id=firm_id, client_id__in=client_ids).exclude(address="")
    return dict(contacts.order_by().values_list("client_id").annotate(Count("pk")))
