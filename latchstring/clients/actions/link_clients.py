"""Two client records belong together: a couple, or owners and their business."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import details
from latchstring.clients.models import Client, Link
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def link_clients(actor: Actor, client: Client, other: Client, *, relation: str) -> None:
    """Linked again, the relation is what changes. Raises ValueError with a sentence.

    The people of one can then be chosen in the other’s Client Portal window; nobody gets access by it.
    """
    actor.require(Action.CLIENT_EDIT, client=client)
    actor.require(Action.CLIENT_EDIT, client=other)
    if client.pk == other.pk:
        raise ValueError(_("Choose another client: this is the one you are looking at."))
    wanted = details.relation(relation)["relation"] or _("Related")
    sides = ((client, other), (other, client))
    for one, two in sides:
        row = {"firm_id": client.firm_id, "relation": wanted}
        _link, new = Link.objects.update_or_create(client=one, other=two, defaults=row)
        if new:
            entry = Entry(client_id=one.pk, subject_id=two.pk, detail={"relation": wanted})
            record(actor, Name.CLIENTS_LINKED, entry)  # without the other's name: whoever reads may not see it
