"""What the tests of the Manager share: people in every standing, many of them at once, and what a page posts."""

from datetime import timedelta
from uuid import uuid4

from latchstring.accounts.models import PermissionSet
from latchstring.clients.models import Client, Contact, Counts
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.models import Access, InviteBatch, Phase, PortalUser
from latchstring.portals.selection import Selection
from tests.cast import make_client
from tests.web.client_kit import browser_of

EVERYONE = '{"mode":"filter","filter":{}}'


def ids(*rows):
    return Selection.of(*(row.pk for row in rows)).as_json()


def body(answer):
    return answer.content.decode()


def dialog(member, *clients, **posted):
    return browser_of(member).post(
        "/clients/portals/invites/new/", {"selection": ids(*clients) if clients else EVERYONE, **posted}
    )


def send(member, *clients, **posted):
    form = {
        "selection": ids(*clients) if clients else EVERYONE,
        "request_key": uuid4().hex,
        "who": "primary",
        "when": "now",
        **posted,
    }
    return browser_of(member).post("/clients/portals/invites/send/", form)


def opened_batch(member, *clients, **posted):
    send(member, *clients, **posted)
    open_batches()
    return InviteBatch.objects.latest("pk")


def scoped_manager(member):
    """Sam keeps his one client, and may use the Manager."""
    actions = [*Action]
    actions.remove(Action.PORTAL_ENTER)
    member.permission_set = PermissionSet.objects.create(firm=member.firm, name="Front desk", actions=actions)
    member.save()
    return member


def many_people(firm, number, start=0):
    """That many people at as many clients, invited a minute apart, written in bulk with true counts."""
    now = clock.now()
    clients = Client.objects.bulk_create(
        Client(firm=firm, name=f"Bulk {n:05}", sort_name=f"bulk {n:05}", portal_people=1, reachable_contacts=1)
        for n in range(start, start + number)
    )
    people = PortalUser.objects.bulk_create(
        PortalUser(
            firm=firm, name=f"Person {n:05}", email=f"p{n}@bulk.example", address=f"p{n}@bulk.example",
            sort_name=f"person {n:05}", first_client=clients[n - start].sort_name, client_count=1,
            phase=Phase.PENDING, invited_at=now - timedelta(minutes=n), expires_at=now + timedelta(days=30),
        )
        for n in range(start, start + number)
    )  # fmt: skip
    Access.objects.bulk_create(
        Access(firm=firm, person=person, client=client, expires_at=person.expires_at)
        for person, client in zip(people, clients, strict=True)
    )
    counts = Counts.objects.get(firm=firm)
    counts.clients += number
    counts.people_pending += number
    counts.save()


def many_clients(firm, number, start=0):
    """That many clients without a portal, each with one contact that has an email."""
    clients = Client.objects.bulk_create(
        Client(firm=firm, name=f"Client {n:05}", sort_name=f"client {n:05}", reachable_contacts=1)
        for n in range(start, start + number)
    )
    Contact.objects.bulk_create(
        Contact(firm=firm, client=client, name=f"Contact {n}", email=f"c{n}@many.example", address=f"c{n}@many.example")
        for n, client in enumerate(clients, start=start)
    )
    counts = Counts.objects.get(firm=firm)
    counts.clients += number
    counts.clients_without += number
    counts.clients_reachable += number
    counts.save()


def mute_client(firm):
    """A client whose only contact has no email."""
    return make_client(firm, "Birchwood Lane HOA", ("Hal Birch", ""))
