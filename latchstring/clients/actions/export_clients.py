"""The rows of All clients for a file; who took which list is in the log."""

from collections.abc import Iterator

from latchstring.audit.names import Name
from latchstring.audit.record import record
from latchstring.clients.models import Client
from latchstring.clients.queries import ClientFilter, client_rows
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

SIZE = 500


def export_clients(actor: Actor, wanted: ClientFilter, sort: str) -> Iterator[list[str | int]]:
    """Number, name, type, contact, email, phone, responsible, tags, portal users, accepted, state; page after page."""
    actor.require(Action.CLIENTS_EXPORT)
    record(actor, Name.CLIENTS_EXPORTED, name="All clients", q=wanted.q)
    return _rows(actor, wanted, sort)


def _rows(actor: Actor, wanted: ClientFilter, sort: str) -> Iterator[list[str | int]]:
    cursor, more = "", True
    while more:
        page = client_rows(actor, wanted, sort, cursor, SIZE)
        yield from map(_cells, page.rows)
        cursor, more = page.next, bool(page.next)


def _cells(client: Client) -> list[str | int]:
    contacts = list(client.contacts.all())
    first = contacts[0] if contacts else None
    return [
        client.number,
        client.name,
        client.kind,
        first.name if first else "",
        first.email if first else "",
        client.phone or (first.phone if first else ""),
        client.responsible.name if client.responsible else "",
        ", ".join(sorted(tag.name for tag in client.tags.all())),
        client.portal_people,
        client.accepted_people,
        "inactive" if client.inactive_at else "active",
    ]
