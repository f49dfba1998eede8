"""Clients are found by any part of what they and their people are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latchstring.clients.actions.add_contact import add_contact
from latchstring.clients.actions.create_client import create_client
from latchstring.clients.actions.update_client import update_client
from latchstring.clients.search import fold, matching


@pytest.fixture
def muller(cast):
    client = create_client(cast.owner, name="Müller & Söhne", number="M-100")
    add_contact(cast.owner, client, name="Jörg Müller", email="j.mueller@bakery.example")
    return client


def found(query):
    return set(matching(query).values_list("client_id", flat=True))


@pytest.mark.parametrize("query", ["müller", "MULLER", "söhne mull", "m-100", "jorg", "bakery.ex", "Mü", "100 jö"])
def test_found_by(muller, query):
    assert found(query) == {muller.pk}


@pytest.mark.parametrize("query", ["miller", "m-1000", "muller acme", '"müll" OR', "* NOT x", "%ull", "m_ller", "'"])
def test_not_found_by(muller, query):
    assert muller.pk not in found(query)


def test_a_short_query_is_the_beginning_of_a_name(muller):
    assert found("mu") == {muller.pk}
    assert found("ll") == set()


def test_what_changed_is_found_by_its_new_name_only(cast, muller):
    update_client(cast.owner, muller, name="Weber")
    assert found("weber") == {muller.pk}
    assert found("söhne") == set()


def test_deleted_clients_leave_the_index(muller):
    muller.delete()
    assert found("müller") == set()


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
