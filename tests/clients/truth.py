"""What has to hold of every client after anything was done to it."""

from latchstring.audit.models import Event
from latchstring.clients import counts, search
from latchstring.clients.models import Client, Counts
from latchstring.mail.models import AddressState


def kept(firm):
    figures = Counts.objects.get(firm=firm)
    return {name: getattr(figures, name) for name in counts.count(Client.objects.none())}


def assert_true(firm):
    """Kept figures, reachable contacts and search texts are what counting anew gives."""
    assert kept(firm) == counts.count(Client.objects.filter(firm=firm))
    dead = set(AddressState.objects.filter(firm=firm, inactive_since__isnull=False).values_list("address", flat=True))
    for client in Client.objects.filter(firm=firm).prefetch_related("contacts").select_related("search"):
        contacts = client.contacts.all()
        assert client.reachable_contacts == sum(1 for one in contacts if one.address and one.address not in dead)
        if hasattr(client, "search"):
            people = [(contact.name, contact.email) for contact in contacts]
            assert sorted(client.search.text.split()) == sorted(search.text_of(client, people).split())


def events(firm, name):
    return list(Event.objects.filter(firm=firm, name=name).order_by("id"))
