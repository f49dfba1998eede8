"""A firm with any number of portal users: many ties, many empty log-ins, names that repeat."""

from datetime import timedelta

from django.db import connection, transaction

from latchstring.clients.models import Client, Contact, Counts
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.bulk import insert
from latchstring.kernel.ids import uuid7
from latchstring.policy.roles import Role
from latchstring.portals.models import Access, Phase, PortalUser, SearchText
from tests.cast import make_firm, make_member

FIRST = ("Ana", "Bernard", "Chidi", "Dorota", "Esra", "Farid", "Greta", "Hugh", "Ines", "Joan")
LAST = ("Abbott", "Brandvold", "Castellano", "Delgado", "Eze", "Fairweather", "Greaves", "Haddad", "Ito", "Jansen")
CHUNK = 5_000


def firm_with_people(n: int) -> Firm:
    """n people, each with a client of their own; 2 in 5 have never logged in."""
    firm = make_firm()
    make_member(firm, "Olive", Role.OWNER)
    for start in range(0, n, CHUNK):
        _people(firm, range(start, min(start + CHUNK, n)))
    Counts.objects.filter(firm=firm).update(
        clients=n, people_pending=n - n * 3 // 5, people_active=n * 3 // 5, clients_accepted=n * 3 // 5
    )
    _tidy()
    return firm


def _people(firm: Firm, numbers: range) -> None:
    now, clients, people, texts, accesses = clock.now(), [], [], [], []
    for i in numbers:
        client, person, active = uuid7(), uuid7(), i % 5 < 3
        name, email = f"{FIRST[i % 10]} {LAST[i // 10 % 10]} {i}", f"p{i}@mail.example"
        standing = {
            "firm_id": firm.pk,
            "sent_at": now,
            "accepted_at": now if active else None,
            "expires_at": now + timedelta(days=30),
        }
        clients.append(
            {"id": client, "firm_id": firm.pk, "name": f"Client {i}", "sort_name": f"client {i}", "portal_people": 1,
             "accepted_people": int(active), "reachable_contacts": 1}
        )  # fmt: skip
        people.append(
            {"id": person, "name": name, "email": email, "address": email, "sort_name": name.casefold(),
             "first_client": f"client {i}", "client_count": 1, "web_sessions": i % 7 if active else 0,
             "phase": Phase.ACTIVE if active else Phase.PENDING, "status_order": 4 if active else 1 + i % 3,
             "invited_at": now - timedelta(days=i % 40),
             "last_login_at": now - timedelta(hours=i % 1_000) if active else None, **standing}
        )  # fmt: skip
        texts.append({"person_id": person, "text": f"{name} {email} client {i}".casefold()})
        accesses.append({"person_id": person, "client_id": client, **standing})
    with transaction.atomic():
        for model, rows in ((Client, clients), (PortalUser, people), (SearchText, texts), (Access, accesses)):
            insert(model, rows)


def firm_without_portals(n: int, slug: str = "alder-pike") -> Firm:
    """n clients with one contact each, nobody invited."""
    firm = make_firm(slug=slug)
    Firm.objects.filter(pk=firm.pk).update(invites_a_day=1_000_000)
    make_member(firm, "Olive", Role.OWNER)
    for start in range(0, n, CHUNK):
        numbers = range(start, min(start + CHUNK, n))
        clients = [
            Client(firm=firm, name=f"Client {i:06}", sort_name=f"client {i:06}", reachable_contacts=1) for i in numbers
        ]
        Client.objects.bulk_create(clients, batch_size=500)
        Contact.objects.bulk_create(
            [
                Contact(
                    firm=firm, client=client, name=f"{FIRST[i % 10]} {LAST[i // 10 % 10]}",
                    first_name=FIRST[i % 10], email=f"c{i}@mail.example", address=f"c{i}@mail.example",
                )
                for i, client in zip(numbers, clients, strict=True)
            ],
            batch_size=500,
        )  # fmt: skip
    Counts.objects.filter(firm=firm).update(clients=n, clients_without=n, clients_reachable=n)
    _tidy()
    return firm


def _tidy() -> None:
    """What the server would do within its first minutes, and not in the middle of a figure."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")
