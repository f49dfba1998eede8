"""Clients by the API."""

from latchstring.clients.search import refresh
from tests.api.kit import Program
from tests.cast import make_client
from tests.web.client_kit import statements


def test_all_clients_come_page_by_page_and_each_once(cast):
    for number in range(5):
        make_client(cast.firm, f"Client {number}")
    program, names, cursor = Program(cast.olive), [], ""
    while cursor is not None:
        page = program.get("clients", limit=3, cursor=cursor).json()
        names += [client["name"] for client in page["items"]]
        cursor = page["next"]
    assert names == ["Acme Bakery LLC", "Beta Farms", *(f"Client {number}" for number in range(5))]


def test_a_search_finds_by_contact_and_scoped_staff_only_their_own(cast):
    refresh([cast.acme.pk, cast.beta.pk])
    found = {q: [each["id"] for each in Program(cast.sam).get("clients", q=q).json()["items"]] for q in ("luis", "bob")}
    assert found == {"luis": [str(cast.acme.pk)], "bob": []}


def test_a_client_comes_with_its_contacts(cast):
    told = Program(cast.sam).get(f"clients/{cast.acme.pk}").json()
    assert [(each["name"], each["email"]) for each in told["contacts"]] == [
        ("Carla Acme", "carla@acme.example"),
        ("Luis Acme", "luis@acme.example"),
    ]


def test_a_list_costs_the_same_for_many(cast):
    program = Program(cast.olive)
    counts = []
    for _ in range(2):
        program.get("clients")
        with statements() as caught:
            program.get("clients")
        counts.append(len(caught))
        for number in range(20):
            make_client(cast.firm, f"Client {number}", (f"P {number}", f"p{number}@x.example"))
    assert counts[0] == counts[1]


def test_what_can_not_be_read_is_named_by_its_field_and_not_repeated(cast):
    answer = Program(cast.olive).get("clients", limit="lots-of", state="gone", q="a\0b")
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["q", "state", "limit"]
    assert "lots-of" not in answer.content.decode()
    strange = Program(cast.olive).get("clients", cursor="abc").json()
    assert strange["errors"][0]["field"] == "cursor"
