import re

import pytest

from latchstring.audit.models import Event
from latchstring.portals.models import Access, Phase
from tests.web.client_kit import ago, browser_of, let_in
from tests.web.manager_kit import EVERYONE, body, ids, scoped_manager

BULK = "/clients/portals/users/remove/"


@pytest.fixture
def people(cast):
    carla = let_in(cast.olive, cast.acme, "carla@acme.example", "Carla Acme", accepted_at=ago(days=1)).person
    let_in(cast.olive, cast.beta, "carla@acme.example", "Carla Acme")
    luis = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme").person
    return carla, luis


def live():
    return Access.objects.filter(removed_at=None).count()


def one(person, place="remove/"):
    return f"/clients/portals/users/{person.pk}/{place}"


def test_the_page_names_the_person_and_what_it_means(cast, people):
    text = body(browser_of(cast.olive).get(one(people[0])))
    assert "Remove access for Carla Acme?" in text
    assert "Acme Bakery LLC and Beta Farms" in text
    assert live() == 3


def test_remove_takes_every_client_and_offers_undo(cast, people):
    browser = browser_of(cast.olive)
    answer = browser.post(one(people[0]), {"next": "/clients/portals/?sort=name"})
    assert answer["Location"] == "/clients/portals/?sort=name"
    assert live() == 1
    page = body(browser.get(answer["Location"]))
    assert "Access removed for Carla Acme" in page
    undo = re.search(r'action="([^"]+/restore/)"', page)[1]
    browser.post(undo)
    assert live() == 3
    people[0].refresh_from_db()
    assert people[0].phase != Phase.REMOVED


def test_scoped_staff_remove_only_what_they_see(cast, people):
    assert "Beta Farms" not in body(browser_of(cast.sam).get(one(people[0])))
    browser_of(cast.sam).post(one(people[0]))
    assert Access.objects.get(client=cast.beta).removed_at is None
    assert live() == 2


def test_bulk_asks_first_and_names_the_numbers(cast, people):
    text = body(browser_of(cast.olive).post(BULK, {"selection": ids(*people)}))
    assert "Remove access for 2 people?" in text
    assert "the portal of 2 clients" in text
    assert live() == 3


def test_bulk_removes_when_sure(cast, people):
    browser = browser_of(cast.olive)
    answer = browser.post(BULK, {"selection": ids(*people), "sure": "yes"})
    assert answer["Location"] == "/clients/portals/?show=removed"
    assert live() == 0
    assert Event.objects.filter(name="access.removed").count() == 3
    assert "Access removed for 2 people." in body(browser.get(answer["Location"]))


def test_boxes_without_scripts_are_carried_over(cast, people):
    text = body(browser_of(cast.olive).post(BULK, {"user": str(people[1].pk)}))
    assert people[1].pk.hex in text


def test_bulk_of_a_filter_never_reaches_hidden_rows(cast, people):
    form = {"selection": '{"mode":"filter","filter":{"show":"invited"}}', "sure": "yes"}
    browser_of(cast.olive).post(BULK, form)
    assert set(Access.objects.filter(removed_at=None).values_list("person", flat=True)) == {people[0].pk}


def test_bulk_by_scoped_staff_stays_in_their_clients(cast, people):
    browser_of(scoped_manager(cast.sam)).post(BULK, {"selection": EVERYONE, "sure": "yes"})
    assert list(Access.objects.filter(removed_at=None).values_list("client", flat=True)) == [cast.beta.pk]


def test_nobody_left_to_remove_is_said(cast, people):
    browser = browser_of(cast.olive)
    browser.post(BULK, {"selection": ids(*people), "sure": "yes"})
    assert "Nobody in this selection has access" in body(browser.post(BULK, {"selection": ids(*people)}))


def test_nothing_ticked_is_a_sentence(cast):
    browser = browser_of(cast.olive)
    assert browser.post(BULK, {"selection": "[]"}).status_code == 302
    assert "The selection could not be read." in body(browser.get("/clients/portals/"))


def test_bulk_signed_out_other_firm_wrong_role_wrong_method(cast, people):
    form = {"selection": ids(*people), "sure": "yes"}
    assert browser_of(None).post(BULK, form).status_code == 302
    assert browser_of(cast.rita).post(BULK, form).status_code == 404
    assert browser_of(cast.sam).post(BULK, form).status_code == 403
    assert browser_of(cast.vic).post(BULK, form).status_code == 403
    assert browser_of(cast.olive).get(BULK).status_code == 405
    assert live() == 3


def test_restore_needs_the_permission_to_remove(cast, people):
    assert browser_of(cast.vic).post(one(people[0], "restore/")).status_code == 403
