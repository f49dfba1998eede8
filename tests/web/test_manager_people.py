import re
from datetime import timedelta

import pytest

from latchstring.kernel import clock
from latchstring.mail.models import Message, State
from latchstring.portals.models import Invite, PortalUser
from tests.portals.people import leave
from tests.web.client_kit import ago, browser_of, came_back, count, let_in
from tests.web.manager_kit import body


@pytest.fixture
def carla(cast):
    person = let_in(cast.olive, cast.acme, "carla@acme.example", "Carla Acme").person
    Invite.objects.update(created_at=clock.now() - timedelta(days=2))
    return person


def url(person, place=""):
    return f"/clients/portals/users/{person.pk}/{place}"


def words(answer):
    return " ".join(re.sub("<[^>]+>", " ", body(answer)).split())


def test_activity_tells_facts_records_and_what_happened(cast, carla):
    leave()
    text = words(browser_of(cast.olive).get(url(carla)))
    for fact in (
        "carla@acme.example",
        "Acme Bakery LLC",
        "Olive invited Carla Acme",
        "The mail server took the invite",
    ):
        assert fact in text
    assert "Logins and web sessions are counted since" in text


def test_activity_says_why_an_email_came_back(cast, carla):
    leave(State.INACTIVE)
    text = words(browser_of(cast.olive).get(url(carla)))
    assert "The invite to carla@acme.example came back. The mail server does not know this address." in text


def test_scoped_staff_see_a_person_but_not_the_records_of_others(cast, carla):
    let_in(cast.olive, cast.beta, "carla@acme.example", "Carla Acme")
    text = words(browser_of(cast.sam).get(url(carla)))
    assert "Acme Bakery LLC" in text
    assert "Beta" not in text


def test_resend_gives_a_new_invite_and_says_so(cast, carla):
    browser = browser_of(cast.sam)
    answer = browser.post(url(carla, "resend/"), {"next": url(carla)})
    assert answer["Location"] == url(carla)
    assert Invite.objects.filter(person=carla, superseded_at=None).count() == 1
    assert Invite.objects.filter(person=carla).count() == 2
    assert "Invite sent again. The earlier link no longer works." in words(browser.get(url(carla)))


def test_resend_to_somebody_who_accepted_says_that_it_is_a_way_to_log_in(cast):
    bob = let_in(cast.olive, cast.beta, "bob@beta.example", "Bob Beta", accepted_at=ago(days=1)).person
    browser = browser_of(cast.olive)
    browser.post(url(bob, "resend/"))
    text = words(browser.get(url(bob)))
    assert "A link to log in was sent to Bob Beta." in text
    assert "The earlier link no longer works" not in text


def test_the_menu_of_somebody_removed_leads_to_the_window_that_invites_again(cast):
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", removed_at=ago(days=1))
    text = body(browser_of(cast.olive).get("/clients/portals/?show=removed"))
    assert re.search(rf'href="/clients/{cast.acme.pk}/portal/" role="menuitem">.*Send invite', text)
    assert f"/{PortalUser.objects.get().pk}/resend/" not in text


def test_a_row_and_the_bar_lead_to_their_doors(cast, carla):
    row, _, bar = body(browser_of(cast.olive).get("/clients/portals/")).split("<tbody>")[1].partition('"bulkbar"')
    places = {"resend/": "Resend invite", "email/": "Change email", "": "View activity", "remove/": "Remove access"}
    for place, words in places.items():
        assert re.search(rf'"{url(carla, place)}["?][^>]*><svg(?:(?!</svg>).)*</svg>{words}</', row), words
    assert re.search(r'form="pick"><svg.*?</svg>Resend invite</button>', bar)
    assert re.search(r'formaction="/clients/portals/users/remove/"><svg.*?</svg>Remove access</button>', bar)


def test_resend_to_a_dead_address_is_a_sentence(cast, carla):
    came_back(cast.firm, "carla@acme.example", days=1)
    browser = browser_of(cast.olive)
    browser.post(url(carla, "resend/"))
    assert Invite.objects.filter(person=carla).count() == 1
    assert "Change the email address first." in words(browser.get("/clients/portals/"))


def test_change_email_writes_it_and_tells_both_addresses(cast, carla):
    answer = browser_of(cast.olive).post(url(carla, "email/"), {"email": "carla@new.example"})
    assert answer["Location"] == url(carla)
    carla.refresh_from_db()
    assert carla.address == "carla@new.example"
    assert {"carla@acme.example", "carla@new.example"} <= set(Message.objects.values_list("to_address", flat=True))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter an email address like name@example.com."),
        ("not an address", "Enter an email address like name@example.com."),
        ("a@x.example, b@x.example", "Enter one email address"),
        ("carla@acme.example", "This is the address we have."),
        ("luis@acme.example", "Another portal user of yours has this address."),
        ("dead@x.example", "Email to this address came back."),
    ],
)
def test_a_wrong_email_says_why_and_stays_in_the_field(cast, carla, typed, sentence):
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme")
    came_back(cast.firm, "dead@x.example", days=1)
    answer = browser_of(cast.olive).post(url(carla, "email/"), {"email": typed, "next": "/clients/"})
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert not typed or f'value="{typed}"' in body(answer)
    assert 'name="next" value="/clients/"' in body(answer)
    carla.refresh_from_db()
    assert carla.address == "carla@acme.example"


def test_way_back_from_change_email(cast, carla):
    page = body(browser_of(cast.olive).get(url(carla, "email/"), {"next": "/clients/portals/?show=inactive"}))
    assert 'value="/clients/portals/?show=inactive"' in page
    assert "evil" not in body(browser_of(cast.olive).get(url(carla, "email/"), {"next": "//evil.example/"}))


@pytest.mark.parametrize(
    ("place", "method"),
    [("", "get"), ("resend/", "post"), ("email/", "get"), ("email/", "post"), ("remove/", "get"), ("remove/", "post"),
     ("restore/", "post")],
)  # fmt: skip
def test_signed_out_other_firm_and_other_client(cast, carla, place, method):
    bob = let_in(cast.olive, cast.beta, "bob@beta.example", "Bob").person
    before = PortalUser.objects.values_list("pk", "phase", "address")
    facts = list(before)
    assert getattr(browser_of(None), method)(url(carla, place)).status_code == 302
    assert getattr(browser_of(cast.rita), method)(url(carla, place)).status_code == 404
    assert getattr(browser_of(cast.sam), method)(url(bob, place)).status_code == 404
    assert list(before.all()) == facts


@pytest.mark.parametrize(("place", "method"), [("resend/", "post"), ("email/", "get"), ("remove/", "get")])
def test_a_viewer_may_only_look(cast, carla, place, method):
    assert browser_of(cast.vic).get(url(carla)).status_code == 200
    assert getattr(browser_of(cast.vic), method)(url(carla, place)).status_code == 403
    assert "Resend invite" not in body(browser_of(cast.vic).get(url(carla)))


def test_wrong_methods(cast, carla):
    browser = browser_of(cast.olive)
    assert browser.post(url(carla)).status_code == 405
    assert browser.get(url(carla, "resend/")).status_code == 405
    assert browser.get(url(carla, "restore/")).status_code == 405


def test_statements_do_not_grow_with_what_happened(cast, carla):
    few = count(browser_of(cast.olive), url(carla))
    for _ in range(3):
        PortalUser.objects.filter(pk=carla.pk).update(last_login_at=ago(days=1))
        let_in(cast.olive, cast.beta, "carla@acme.example", "Carla Acme")
    assert count(browser_of(cast.olive), url(carla)) == few
