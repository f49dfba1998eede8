"""What the Manager exports can be edited and imported again."""

import csv
import io

import pytest

from latchstring.clients.importing import words
from latchstring.clients.importing.unattended import import_file
from latchstring.clients.models import Client, Contact
from latchstring.portals.status import LABELS
from tests.web.client_kit import ago, browser_of, let_in
from tests.web.test_manager_exports import CSV, content


@pytest.fixture
def loaded(cast, tmp_path):
    def load(text):
        path = tmp_path / "list.csv"
        path.write_bytes(text.encode())
        counts = import_file(cast.owner, path, rejects_path=tmp_path / "rejected.csv")
        return {name: figure for name, figure in counts.items() if figure}

    return load


@pytest.fixture
def carla(cast):
    """On both clients, one with a number and a tag."""
    Client.objects.filter(pk=cast.acme.pk).update(number="12")
    browser_of(cast.olive).post(f"/clients/{cast.acme.pk}/tags/", {"tag": "payroll"})
    contact = cast.acme.contacts.first()
    let_in(cast.olive, cast.acme, contact.email, contact.name, accepted_at=ago(days=3))
    let_in(cast.olive, cast.beta, contact.email, contact.name, accepted_at=ago(days=3))
    return contact


def exported(cast, **query):
    return content(cast.olive, CSV, **query).decode("utf-8-sig")


def test_a_person_of_two_clients_has_a_line_for_each(cast, carla):
    rows = list(csv.DictReader(io.StringIO(exported(cast))))
    assert [(row["Portal user"], row["Client records"], row["Client number"]) for row in rows] == [
        (carla.name, "Acme Bakery LLC", "12"),
        (carla.name, "Beta Farms", ""),
    ]


def test_edited_and_imported_again_it_changes_names_emails_and_tags(cast, carla, loaded):
    text = exported(cast, q="acme")
    acme = "".join(line for line in text.splitlines(keepends=True) if "Beta Farms" not in line)
    assert loaded(acme) == {"unchanged": 1}
    new = acme.replace(carla.name, "Carla Newname").replace(",12,", ",12,audit; ")
    assert loaded(new) == {"updated": 1}
    assert Contact.objects.get(pk=carla.pk).name == "Carla Newname"
    assert "audit" in {tag.name for tag in cast.acme.tags.all()}
    assert loaded(new.replace(carla.email, "new@acme.example")) == {"updated": 1}
    assert Contact.objects.get(pk=carla.pk).address == "new@acme.example"


def test_the_list_of_those_without_a_portal_changes_nothing_as_it_is(cast, loaded):
    assert loaded(exported(cast, list="without")) == {"unchanged": 2}


def test_every_status_of_a_portal_user_is_none_of_a_client():
    assert {words.is_active(label) for label in LABELS.values()} == {None}
