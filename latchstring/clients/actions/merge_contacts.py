"""Two contacts of a client are one person: keep one of them, and lose nothing of the other."""

from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import details, reach, search
from latchstring.clients.actions.add_note import add_note
from latchstring.clients.models import Client, Contact
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


class Wanted(NamedTuple):
    """What the one contact is to be; each value is that of one of the two."""

    name: str
    email: str
    phone: str
    relation: str = ""


@transaction.atomic
def merge_contacts(actor: Actor, kept: Contact, other: Contact, *, wanted: Wanted) -> Contact:
    """What was not chosen is written into a note, and access to the portal stays with its address.

    Raises ValueError or BadAddress with a sentence, also where the two are not of one client.
    """
    actor.require(Action.CLIENT_EDIT, client=kept.client)
    client = Client.objects.select_for_update().get(pk=kept.client_id)
    kept, other = _two(client, kept, other)
    before = Wanted(kept.name, kept.email, kept.phone, kept.relation)
    fields = _fields(wanted)
    if fields["address"] != kept.address:
        actor.require(Action.EMAIL_CHANGE, client=client)
    left = _left_over(wanted, before, Wanted(other.name, other.email, other.phone, other.relation))
    for field, value in fields.items():
        setattr(kept, field, value)
    kept.position = min(kept.position, other.position)
    other.delete()
    kept.save(update_fields=[*fields, "position"])
    if left:
        words = _("Two contacts were merged into %(name)s. Also known: %(left)s.")
        add_note(actor, client, text=words % {"name": kept.name, "left": ", ".join(left)})
    search.refresh([client.pk])
    detail = {"name": kept.name, "merged": str(other.pk), "was": [before._asdict(), _plain(other)], "left": left}
    record(actor, Name.CONTACTS_MERGED, Entry(client_id=client.pk, subject_id=kept.pk, detail=detail))
    reach.refresh(client.firm_id, [client.pk])
    return kept


def _two(client: Client, kept: Contact, other: Contact) -> tuple[Contact, Contact]:
    rows = Contact.objects.filter(client=client).in_bulk([kept.pk, other.pk])
    if len(rows) != 2:
        raise ValueError(_("Choose another contact of this client to merge with."))
    return rows[kept.pk], rows[other.pk]


def _fields(wanted: Wanted) -> dict[str, str]:
    phone = details.clean({"phone": wanted.phone})
    return details.person(wanted.name) | details.email(wanted.email) | phone | details.relation(wanted.relation)


def _left_over(wanted: Wanted, *both: Wanted) -> list[str]:
    """Values of the two that the one contact does not have."""
    return list(dict.fromkeys(value for one in both for value in one if value and value not in wanted))


def _plain(contact: Contact) -> dict[str, str]:
    return Wanted(contact.name, contact.email, contact.phone, contact.relation)._asdict()
