"""Who may send from the Client Portal window, and to whom nothing can be sent."""

import pytest
from django.urls import reverse

from latchstring.clients.actions.deactivate import deactivate
from latchstring.mail.models import Message
from latchstring.portals.models import Invite
from tests.web.client_kit import ago, browser_of, came_back, let_in
from tests.web.window_kit import key, text_of, url


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


def test_an_inactive_address_cannot_be_ticked_and_the_fix_is_beside_it(cast, olive):
    came_back(cast.firm, "luis@acme.example", days=9)
    text = text_of(olive.get(url(cast.acme)))
    luis = key("luis@acme.example")
    assert f'id="to-{luis}" data-address="luis@acme.example" disabled aria-describedby="why-{luis}"' in text
    assert "Email inactive since <time" in text
    assert reverse("contact-email", args=[cast.acme.pk, luis]) in text


@pytest.mark.parametrize("other", [[], ["carla@acme.example"]])
def test_posting_an_inactive_address_anyway_is_refused(cast, olive, other):
    came_back(cast.firm, "luis@acme.example", days=9)
    answer = olive.post(url(cast.acme), {"to": [key(email) for email in ("luis@acme.example", *other)]})
    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_somebody_who_has_access_is_not_asked_again(cast, olive):
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=1))
    text = text_of(olive.get(url(cast.acme)))
    assert f'id="to-{key("luis@acme.example")}" data-address="luis@acme.example" disabled' in text
    assert "Already has access." in text


def test_keys_that_are_not_in_the_list_invite_nobody(cast, olive):
    bob = key("bob@beta.example")
    answer = olive.post(url(cast.acme), {"to": [bob, "x", "mallory@evil.example"]})
    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_over_the_daily_cap_nothing_goes_out_and_the_reason_is_said(cast, olive):
    type(cast.firm).objects.filter(pk=cast.firm.pk).update(invites_a_day=0)
    answer = olive.post(url(cast.acme), {"to": [key("luis@acme.example")], "personal": "on", "message": "Kept"})
    assert answer.status_code == 422
    assert "Luis Acme can’t get another invite today." in text_of(answer)
    assert "Kept</textarea>" in text_of(answer)
    assert not Message.objects.exists()


def test_an_inactive_client_is_refused_with_a_sentence(cast, olive):
    deactivate(cast.owner, cast.acme)
    assert "This client is inactive." in text_of(olive.get(url(cast.acme)))
    answer = olive.post(url(cast.acme), {"to": [key("luis@acme.example")]})
    assert answer.status_code == 422
    assert "This client is inactive." in text_of(answer)
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", ["olive", "adam", "sam"])
def test_any_team_member_with_access_to_the_client_may_send(cast, who):
    browser = browser_of(getattr(cast, who))
    assert browser.get(url(cast.acme)).status_code == 200
    assert browser.post(url(cast.acme), {"to": [key("luis@acme.example")]}).status_code == 302
    assert Invite.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
class TestDoors:
    def test_a_viewer_is_refused_and_told_what_is_missing(self, cast, method):
        answer = getattr(browser_of(cast.vic), method)(url(cast.acme), {"to": [key("luis@acme.example")]})
        assert answer.status_code == 403
        assert "send invites" in text_of(answer)
        assert not Message.objects.exists()

    def test_scoped_staff_find_no_window_of_others(self, cast, method):
        assert getattr(browser_of(cast.sam), method)(url(cast.beta)).status_code == 404

    def test_another_firms_client_is_not_there(self, cast, method):
        assert getattr(browser_of(cast.olive), method)(url(cast.rival_client)).status_code == 404
        assert getattr(browser_of(cast.rita), method)(url(cast.acme)).status_code == 404

    def test_nobody_is_sent_to_log_in(self, cast, method):
        assert getattr(browser_of(None), method)(url(cast.acme))["Location"].startswith("/login/")


def test_other_methods_are_wrong(cast, olive):
    assert olive.put(url(cast.acme)).status_code == 405
