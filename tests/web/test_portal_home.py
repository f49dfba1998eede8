"""The client's home: their records and no others, from the moment they are let in to the moment they are not."""

import pytest
import time_machine
from django.test import Client as Browser

from latchstring.accounts.models import User
from latchstring.firms.models import Branding
from latchstring.kernel import clock
from latchstring.portals.models import Access
from tests.cast import make_client
from tests.web.client_kit import browser_of, count, let_in


def come_in(cast, client, email="carla@acme.example", name="Carla Acme"):
    """A person who has accepted, and her browser."""
    access = let_in(cast.olive, client, email, name, accepted_at=clock.now())
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, "a long password", name=name)
    access.person.user = user
    access.person.save(update_fields=["user"])
    return access, browser_of(user)


def url_of(client):
    return f"/portal/{client.pk}/"


@pytest.fixture
def carla(cast):
    return come_in(cast, cast.acme)


def test_carla_is_greeted_by_name_at_her_only_record(cast, carla):
    _, browser = carla
    answer = browser.get("/portal/", follow=True)
    assert answer.redirect_chain == [(url_of(cast.acme), 302)]
    text = answer.content.decode()
    assert ", Carla</h1>" in text
    assert "Acme Bakery LLC" in text
    assert "Nothing to do right now." in text
    assert "We will email you when there is." in text
    assert 'class="switcher"' not in text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("hour", "words"), [(4, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")]
)
def test_the_greeting_knows_the_time_where_she_is(cast, carla, hour, words):
    access, _browser = carla
    access.person.time_zone = "Asia/Tokyo"
    access.person.save()
    with time_machine.travel(f"{clock.now():%Y-%m-%d} {hour:02}:30:00+09:00", tick=False):
        browser = browser_of(access.person.user)
        assert f"<h1>{words}, Carla</h1>" in browser.get(url_of(cast.acme)).content.decode()


def test_the_firms_details_are_there_and_its_own_words_are_not(cast, carla):
    firm, (_, browser) = cast.firm, carla
    firm.phone, firm.street, firm.support_email = "(207) 555-0142", "12 Wharf Street", "hello@alder.example"
    firm.save()
    Branding.objects.create(firm=firm, welcome="Welcome to <b>us</b>.")
    cast.acme.responsible, cast.olive.title = cast.olive, "Partner"
    cast.olive.save()
    cast.acme.save()
    text = browser.get(url_of(cast.acme)).content.decode()
    for words in ('href="tel:2075550142"', "hello@alder.example", "12 Wharf Street", "Olive", "Partner", "&lt;b&gt;us"):
        assert words in text
    for words in ("Web sessions", "Invited", "Delivered", "portal user", "Manage Client Portals", "Luis", "Beta Farms"):
        assert words not in text


def test_with_two_records_there_is_a_switcher_and_the_last_one_opens_again(cast, carla):
    _, browser = carla
    come_in(cast, cast.beta)
    text = browser.get(url_of(cast.beta)).content.decode()
    assert 'aria-label="Client record: Beta Farms. Switch"' in text
    assert f'href="{url_of(cast.acme)}"' in text
    assert browser.get("/portal/").headers["Location"] == url_of(cast.beta)
    assert browser.get("/portal/profile/").status_code == 200
    browser.get(url_of(cast.acme))
    assert browser.get("/portal/").headers["Location"] == url_of(cast.acme)


def test_another_client_is_not_there(cast, carla):
    _, browser = carla
    gamma = make_client(cast.firm, "Gamma Trust")
    for client in (cast.beta, gamma, cast.rival_client):
        assert browser.get(url_of(client)).status_code == 404


def test_a_record_at_another_firm_is_not_there(cast, carla):
    _, browser = carla
    come_in_at_rival = let_in(cast.rita, cast.rival_client, "carla@acme.example", "Carla", accepted_at=clock.now())
    come_in_at_rival.person.user = User.objects.get(email="carla@acme.example")
    come_in_at_rival.person.save()
    assert browser.get(url_of(cast.rival_client)).status_code == 404


def test_removed_access_is_felt_on_the_next_request(cast, carla):
    access, browser = carla
    come_in(cast, cast.beta)
    assert browser.get(url_of(cast.acme)).status_code == 200
    Access.objects.filter(pk=access.pk).update(removed_at=clock.now())
    assert browser.get(url_of(cast.acme)).status_code == 404
    assert browser.get("/portal/").headers["Location"] == url_of(cast.beta)
    Access.objects.update(removed_at=clock.now())
    for url in ("/portal/", url_of(cast.beta), "/portal/profile/"):
        assert browser.get(url).status_code == 404


def test_an_inactive_client_has_no_portal(cast, carla):
    _, browser = carla
    cast.acme.inactive_at = clock.now()
    cast.acme.save()
    for url in ("/portal/", url_of(cast.acme), "/portal/profile/"):
        assert browser.get(url).status_code == 404
    cast.acme.inactive_at = None
    cast.acme.save()
    assert browser.get(url_of(cast.acme)).status_code == 200


def test_an_invite_that_nobody_accepted_opens_nothing(cast):
    access, browser = come_in(cast, cast.acme)
    Access.objects.filter(pk=access.pk).update(accepted_at=None)
    assert browser.get(url_of(cast.acme)).status_code == 404


def test_the_team_has_no_portal_of_its_own_and_strangers_log_in(cast):
    assert browser_of(cast.olive).get(url_of(cast.acme)).status_code == 404
    assert Browser().get(url_of(cast.acme)).headers["Location"] == f"/login/?next={url_of(cast.acme)}"


def test_the_home_page_is_only_read(cast, carla):
    _, browser = carla
    assert browser.post(url_of(cast.acme)).status_code == 405
    assert browser.post("/portal/").status_code == 405


def test_thirty_records_cost_no_more_than_two(cast, carla):
    _, browser = carla
    come_in(cast, cast.beta)
    few = count(browser, url_of(cast.acme))
    for number in range(28):
        come_in(cast, make_client(cast.firm, f"Client {number}"))
    assert count(browser, url_of(cast.acme)) == few
