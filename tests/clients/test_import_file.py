"""The command line's import: who may, what is logged, what the shared files give."""

from pathlib import Path

import pytest

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.clients.importing.mapping import BadMapping
from latchstring.clients.importing.table import Unreadable
from latchstring.clients.importing.unattended import import_file
from latchstring.clients.models import Client
from latchstring.policy.actor import Refused, system_actor
from tests.clients.truth import assert_true, events

SHARED = Path(__file__).parents[3] / "shared" / "data"
FILES = {
    "clients-2000.csv": {"created": 2000},
    "clients-messy-cp1252.csv": {"created": 233, "duplicate": 1, "rejected": 7},
    "clients-messy-utf16.txt": {"created": 293, "duplicate": 1, "rejected": 7},
}
TEXT = "Client ID,Client Name,Email\n1,A,a@x.example\n2,B,nope\n"


@pytest.mark.parametrize(("name", "counts"), FILES.items())
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared client lists are not beside this checkout")
def test_shared_lists_go_in_and_the_second_time_change_nothing(cast, tmp_path, name, counts):
    rejects = tmp_path / "rejects.csv"
    first = import_file(system_actor(cast.firm.pk), SHARED / name, rejects_path=rejects)
    assert {key: figure for key, figure in first.items() if figure} == counts
    again = import_file(system_actor(cast.firm.pk), SHARED / name, rejects_path=rejects)
    assert again == {**first, "created": 0, "unchanged": counts["created"]}
    assert rejects.exists() == ("rejected" in counts)
    assert_true(cast.firm)


def test_every_line_of_every_chunk_is_counted_once(load, small_chunks):
    lines = [f"{number},Client {number},{'nope' if number % 9 == 0 else ''}" for number in range(1, 46)]
    assert load("Client ID,Client Name,Email\n" + "\n".join(lines)) == {"created": 40, "rejected": 5}


def test_one_line_in_the_log_for_the_file_and_one_for_each_client(cast, load):
    load(TEXT)
    [event] = events(cast.firm, Name.CLIENTS_IMPORTED)
    assert event.detail["counts"] == {"created": 1, "updated": 0, "unchanged": 0, "duplicate": 0, "rejected": 1}
    assert event.detail["name"] == "clients.csv"
    assert event.actor_id == cast.olive.pk
    assert [one.client_id for one in events(cast.firm, Name.CLIENT_CREATED)] == [Client.objects.get(name="A").pk]
    load("Client ID,Client Name\n1,Alpha\n")
    assert [one.client_id for one in events(cast.firm, Name.CLIENT_CHANGED)] == [Client.objects.get(name="Alpha").pk]


@pytest.mark.parametrize("who", ["staff", "viewer"])
def test_whoever_may_not_imports_nothing(cast, load, who):
    with pytest.raises(Refused):
        load(TEXT, actor=getattr(cast, who))
    assert not Event.objects.exists()


def test_no_rejects_no_file(load, tmp_path):
    load("Client Name\nA\n")
    assert not (tmp_path / "rejects.csv").exists()


def test_a_file_that_can_t_be_read_says_why(load):
    with pytest.raises(Unreadable, match="empty"):
        load("")
    with pytest.raises(BadMapping, match="client’s name"):
        load("Shoe,Email\n9,a@x.example\n")


@pytest.mark.parametrize("lines", [10, 900])
def test_the_statements_of_a_chunk_don_t_grow_with_its_lines(cast, load, django_assert_max_num_queries, lines):
    text = "Client ID,Client Name,Email,Assigned To,Tags\n" + "".join(
        f"{i},Client {i},p{i}@x.example,Sam,T{i % 5}\n" for i in range(lines)
    )
    actor = cast.owner
    with django_assert_max_num_queries(40):
        load(text, actor=actor)
    with django_assert_max_num_queries(40):
        load(text.replace("@x.", "@y.").replace(",Sam,", ",Adam,"), actor=actor)
    assert_true(cast.firm)
