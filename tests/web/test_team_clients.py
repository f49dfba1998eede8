"""Whose clients are whose: deactivating, handing over, assigning."""

import pytest

from latchstring.clients import search
from latchstring.clients.models import Assignment, Client
from tests.cast import make_client
from tests.web.client_kit import browser_of, count
from tests.web.team_kit import TEAM, url


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


def test_only_the_owner_hands_the_firm_over_and_is_asked_first(cast, olive):
    adam = browser_of(cast.adam)
    assert "Make owner" not in adam.get(url("member", cast.vic)).content.decode()
    assert adam.post(url("owner", cast.adam)).status_code == 403
    assert "Make Adam the owner?" in olive.get(url("owner", cast.adam)).content.decode()
    assert olive.post(url("owner", cast.adam)).status_code == 302
    cast.olive.refresh_from_db()
    cast.adam.refresh_from_db()
    assert (cast.olive.role, cast.adam.role) == ("admin", "owner")


def test_deactivating_says_what_is_left_and_hands_it_over_in_one_go(cast, olive):
    Client.objects.filter(pk=cast.acme.pk).update(responsible=cast.sam)
    page = " ".join(olive.get(url("deactivate", cast.sam)).content.decode().split())
    assert "1 client has nobody responsible then, and 1 client has nobody else assigned." in page
    sam = browser_of(cast.sam)
    assert sam.get("/home/").status_code == 200
    answer = olive.post(url("deactivate", cast.sam), {"to": str(cast.adam.pk)})
    assert answer.status_code == 302
    assert sam.get("/home/").status_code == 404
    cast.acme.refresh_from_db()
    assert cast.acme.responsible_id == cast.adam.pk
    assert "Sam is deactivated, and Adam has the clients" in olive.get(TEAM).content.decode()


def test_deactivating_without_handing_over_keeps_what_is_left_in_sight(cast, olive):
    Client.objects.filter(pk=cast.acme.pk).update(responsible=cast.sam)
    olive.post(url("deactivate", cast.sam), {"to": ""})
    page = olive.get(url("member", cast.sam)).content.decode()
    assert "1 client has nobody responsible then" in page
    assert "Hand over" in page
    olive.post(url("hand-over", cast.sam), {"to": str(cast.adam.pk)})
    assert Assignment.objects.get(client=cast.acme).member_id == cast.adam.pk
    assert olive.post(url("reactivate", cast.sam)).status_code == 302
    assert browser_of(cast.sam).get("/home/").status_code == 200


@pytest.mark.parametrize("to", ["", "nobody", "rita"])
def test_clients_are_handed_over_to_a_colleague_from_the_list(cast, olive, to):
    posted = str(cast.rita.pk) if to == "rita" else to
    answer = olive.post(url("hand-over", cast.sam), {"to": posted})
    assert answer.status_code == 422
    assert Assignment.objects.filter(member_id=cast.sam.pk).count() == 1


def test_a_deactivation_that_fails_hands_nothing_over(cast, olive):
    answer = olive.post(url("deactivate", cast.olive), {"to": str(cast.adam.pk)})
    assert answer.status_code == 409
    assert "always has an owner" in answer.content.decode()


def test_clients_are_found_assigned_and_taken_away(cast, olive):
    page = url("clients", cast.sam)
    sam = browser_of(cast.sam)
    search.refresh([cast.acme.pk, cast.beta.pk])
    found = olive.get(page, {"q": "Beta"}).content.decode()
    assert f'value="give:{cast.beta.pk}"' in found
    assert sam.get(f"/clients/{cast.beta.pk}/").status_code == 404
    assert olive.post(f"{page}?q=Beta", {"client": f"give:{cast.beta.pk}"}).headers["Location"] == f"{page}?q=Beta"
    assert sam.get(f"/clients/{cast.beta.pk}/").status_code == 200
    olive.post(page, {"client": f"take:{cast.acme.pk}"})
    assert sam.get(f"/clients/{cast.acme.pk}/").status_code == 404
    assert "No clients match" in olive.get(page, {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("posted", ["give:", "give:1", "give", "", "drop:x"])
def test_a_client_that_is_not_there_changes_nothing(cast, olive, posted):
    assert olive.post(url("clients", cast.sam), {"client": posted}).status_code in {302, 404}
    assert olive.post(url("clients", cast.sam), {"client": f"give:{cast.rival_client.pk}"}).status_code == 404
    assert Assignment.objects.count() == 1


def test_assigned_clients_take_as_many_statements_for_many(cast, olive):
    few = count(olive, url("clients", cast.sam))
    for number in range(30):
        client = make_client(cast.firm, f"More {number}")
        Assignment.objects.create(firm=cast.firm, client=client, member_id=cast.sam.pk)
    assert count(olive, url("clients", cast.sam)) == few
