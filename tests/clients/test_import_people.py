"""A file with a line for each person of a client: everybody comes in, and every line is counted once."""

import io

import pytest

from latchstring.audit.models import Event
from latchstring.clients.actions.upload_import import upload_import
from latchstring.clients.models import Client, Contact
from latchstring.kernel import clock
from latchstring.mail.models import AddressState
from tests.cast import make_client
from tests.clients.truth import assert_true

COMPANY = (
    "Client ID,Client Name,Contact,Email,Phone,City\n"
    "7,Acme Two LLC,Carla Reyes,carla@two.example,1,Bath\n"
    "8,Beta Two LLC,Bob Orr,bob@beta.example,2,Bath\n"
    "7,Acme Two LLC,Luis Reyes,luis@two.example,1,Bath\n"
    "7,Acme Two LLC,Ana Sol,ana@two.example,3,\n"
)


def people(name: str) -> list[tuple[str, str]]:
    contacts = Contact.objects.filter(client=Client.objects.get(name=name)).order_by("position")
    return [(contact.name, contact.address) for contact in contacts]


ACME = [("Carla Reyes", "carla@two.example"), ("Luis Reyes", "luis@two.example"), ("Ana Sol", "ana@two.example")]


@pytest.mark.parametrize("chunk", [1, 2, 3, 1000])
def test_every_person_of_a_client_comes_in_and_the_second_time_nothing_changes(cast, load, monkeypatch, chunk):
    monkeypatch.setattr("latchstring.clients.importing.plan.CHUNK", chunk)
    AddressState.objects.create(firm=cast.firm, address="ana@two.example", inactive_since=clock.now(), reason="Gone.")
    assert load(COMPANY) == {"created": 2, "updated": 2}
    assert people("Acme Two LLC") == ACME
    assert people("Beta Two LLC") == [("Bob Orr", "bob@beta.example")]
    client = Client.objects.get(number="7")
    assert (client.reachable_contacts, client.phone, client.city) == (2, "1", "Bath")
    assert_true(cast.firm)
    assert load(COMPANY) == {"unchanged": 4}
    assert people("Acme Two LLC") == ACME


@pytest.mark.parametrize("chunk", [1, 1000])
def test_people_join_a_client_that_is_there_and_are_known_again(cast, load, monkeypatch, chunk):
    monkeypatch.setattr("latchstring.clients.importing.plan.CHUNK", chunk)
    load("Client ID,Client Name,Contact,Email,Phone,City\n7,Acme Two LLC,Carla Reyes,carla@two.example,1,Bath\n")
    assert load(COMPANY) == {"created": 1, "unchanged": 1, "updated": 2}
    assert people("Acme Two LLC") == ACME
    edited = COMPANY.replace("luis@two", "luis.reyes@two").replace("Ana Sol", "Ana Sol-Orr")
    assert load(edited) == {"unchanged": 2, "updated": 2}
    assert people("Acme Two LLC") == [ACME[0], ("Luis Reyes", "luis.reyes@two.example"), ("Ana Sol-Orr", ACME[2][1])]
    told = Event.objects.filter(name="client.changed", client_id=Client.objects.get(number="7").pk).order_by("id")
    said = [what for event in told for what in event.detail["changed"]]
    assert said == ["New contact", "New contact", "Email of Luis Reyes", "Contact"]
    assert_true(cast.firm)


@pytest.mark.parametrize("chunk", [1, 1000])
def test_two_who_share_a_mailbox_or_a_name_are_two_contacts(load, monkeypatch, chunk):
    monkeypatch.setattr("latchstring.clients.importing.plan.CHUNK", chunk)
    text = "Client ID,Client Name,Contact,Email\n" + "".join(
        f"1,Orr Farm,{name},{email}\n"
        for name, email in [("Ann Orr", "home@orr.example"), ("Bo Orr", "home@orr.example"), ("Ann Orr", "b@o.example")]
    )
    assert load(text) == {"created": 1, "updated": 2}
    assert [address for _, address in people("Orr Farm")] == ["home@orr.example", "home@orr.example", "b@o.example"]
    assert load(text) == {"unchanged": 3}
    assert len(people("Orr Farm")) == 3


def test_without_number_and_address_people_of_one_company_belong_together(load):
    text = "Client Name,Contact,Email\nReed & Co,Ann Lee,ann@reed.example\nReed & Co,Bo Orr,bo@reed.example\n"
    assert load(text) == {"created": 1, "updated": 1}
    assert people("Reed & Co") == [("Ann Lee", "ann@reed.example"), ("Bo Orr", "bo@reed.example")]
    assert load(text) == {"unchanged": 2}


def test_two_people_of_one_name_are_still_two_clients(load):
    text = "Client Name,First Name,Last Name,Email\nJo Roe,Jo,Roe,a@b.example\nJo Roe,Jo,Roe,c@b.example\n"
    assert load(text) == {"created": 2}
    assert load(text) == {"unchanged": 2}


def test_of_two_clients_of_one_name_a_person_joins_the_one_who_shares_an_email_or_neither(cast, load):
    make_client(cast.firm, "Reed & Co", ("Ann Lee", "ann@reed.example"))
    second = make_client(cast.firm, "Reed & Co", ("Cy Poe", "cy@reed.example"))
    header = "Client Name,Contact,Email\n"
    assert load(f"{header}Reed & Co,Cyrus Poe,cy@reed.example\n") == {"updated": 1}
    assert second.contacts.get().name == "Cyrus Poe"
    assert load(f"{header}Reed & Co,Di Fox,di@reed.example\n") == {"created": 1}


@pytest.mark.parametrize("chunk", [1, 1000])
def test_nobody_is_lost_who_joins_one_of_two_alike(cast, load, monkeypatch, chunk):
    monkeypatch.setattr("latchstring.clients.importing.plan.CHUNK", chunk)
    for name, email in (("Ann Lee", "ann@reed.example"), ("Cy Poe", "cy@reed.example")):
        make_client(cast.firm, "Reed & Co", (name, email))
    counts = load("Client Name,Contact,Email\nReed & Co,Cy Poe,cy@reed.example\nReed & Co,Di Fox,di@reed.example\n")
    assert sum(counts.values()) == 2
    assert Contact.objects.get(address="di@reed.example").client.name == "Reed & Co"


def test_one_number_under_two_names_is_rejected_and_a_repetition_is_a_duplicate(load):
    wrong = COMPANY + "7,Other LLC,Zoe Zed,zoe@other.example,1,Bath\n"
    repeated = "7,Acme Two LLC,Luis Reyes,luis@two.example,1,Bath\n"
    assert load(wrong + repeated) == {"created": 2, "updated": 2, "rejected": 1, "duplicate": 1}
    assert people("Acme Two LLC") == ACME


@pytest.mark.parametrize("chunk", [1, 1000])
def test_the_preview_counts_as_the_import_does_and_shows_who_joins(cast, monkeypatch, chunk):
    monkeypatch.setattr("latchstring.clients.importing.plan.CHUNK", chunk)
    plan = upload_import(
        cast.owner, file=io.BytesIO(COMPANY.encode()), file_name="list.csv", size=len(COMPANY.encode())
    ).plan
    assert {name: figure for name, figure in plan["counts"].items() if figure} == {"created": 2, "updated": 2}
    first, second = plan["shown"]["updated"]
    assert first["changes"] == [["New contact", "", "Luis Reyes luis@two.example"]]
    assert second["notes"] == ["Added to the client of line 2. What that line says about the client counts."]
