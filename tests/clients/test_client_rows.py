"""The list of clients: what each role sees, narrowed, in pages."""

import pytest

from latchstring.clients.actions.create_client import create_client
from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.queries import ClientFilter, client_rows, total
from tests.cast import make_client


def names(page):
    return [client.name for client in page.rows]


def test_the_owner_sees_all_and_scoped_staff_only_theirs(cast):
    assert names(client_rows(cast.owner, ClientFilter())) == ["Acme Bakery LLC", "Beta Farms"]
    assert names(client_rows(cast.staff, ClientFilter())) == ["Acme Bakery LLC"]
    assert names(client_rows(cast.rival_owner, ClientFilter())) == ["Rival Client"]
    assert [total(actor, ClientFilter()) for actor in (cast.owner, cast.staff, cast.rival_owner)] == [2, 1, 1]


def test_narrowed_by_words_team_tag_and_state(cast):
    create_client(cast.owner, name="Gamma", team=[cast.sam.pk], tags=["1040"])
    deactivate(cast.owner, cast.beta)
    assert names(client_rows(cast.owner, ClientFilter(q="gam"))) == ["Gamma"]
    assert names(client_rows(cast.owner, ClientFilter(team=cast.sam.pk))) == ["Acme Bakery LLC", "Gamma"]
    assert names(client_rows(cast.owner, ClientFilter(tag="1040"))) == ["Gamma"]
    assert names(client_rows(cast.owner, ClientFilter(state="inactive"))) == ["Beta Farms"]
    assert len(client_rows(cast.owner, ClientFilter(state="all")).rows) == 3


@pytest.mark.parametrize("sort", ["name", "-name"])
def test_pages_forward_and_back_show_everyone_once_with_ties(cast, sort):
    for name in ("Same", "Same", "Same", "Other"):
        make_client(cast.firm, name)
    pages, cursor = [], ""
    while True:
        pages.append(client_rows(cast.owner, ClientFilter(), sort, cursor, size=2))
        if not (cursor := pages[-1].next):
            break
    seen = [client.pk for page in pages for client in page.rows]
    assert len(seen) == len(set(seen)) == 6
    back = client_rows(cast.owner, ClientFilter(), sort, pages[-1].previous, size=2)
    assert back.rows == pages[-2].rows
    assert client_rows(cast.owner, ClientFilter(), sort, back.previous, size=2).previous == ""
    assert pages[0].previous == ""


@pytest.mark.parametrize("cursor", ["x", "W10=", "bnVsbA==", "é"])
def test_a_cursor_that_cant_be_read_gives_the_first_page(cast, cursor):
    assert len(client_rows(cast.owner, ClientFilter(), cursor=cursor).rows) == 2


def test_the_statements_don_t_grow_with_the_rows(cast, django_assert_num_queries):
    for i in range(30):
        make_client(cast.firm, f"Client {i}", (f"Person {i}", f"p{i}@mail.example"))
    olive = cast.owner
    with django_assert_num_queries(4):
        for client in client_rows(olive, ClientFilter()).rows:
            list(client.contacts.all())
            list(client.tags.all())
            str(client.responsible)
