"""The firm's settings: for those who may edit them, each wrong value explained, the roles as the policy has them."""

import pytest
from django.utils.text import capfirst

from latchstring.firms.models import Branding, Firm
from latchstring.policy.actions import PERMISSION_NAMES, Action
from latchstring.policy.roles import ROLE_NAMES
from latchstring.web.firm.settings.forms import firm_details
from tests.web.client_kit import browser_of

SETTINGS, BRANDING, COLOUR, TEAM = (
    "/settings/", "/settings/branding/", "/settings/branding/colour/", "/settings/team/"
)  # fmt: skip


def typed(cast, **fields):
    return {**firm_details(cast.firm), **fields}


def test_the_owner_saves_and_is_told(cast):
    browser = browser_of(cast.olive)
    answer = browser.post(SETTINGS, typed(cast, name="Alder & Co", invite_days="45", phone="(207) 555-0142"))
    assert answer.headers["Location"] == SETTINGS
    firm = Firm.objects.get(pk=cast.firm.pk)
    assert (firm.name, firm.invite_days, firm.phone) == ("Alder & Co", 45, "(207) 555-0142")
    html = browser.get(SETTINGS).content.decode()
    assert "Settings saved" in html
    assert 'value="Alder &amp; Co"' in html


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter the firm’s name."),
        ({"invite_days": "91"}, "Enter a number from 1 to 90."),
        ({"invite_days": "many"}, "Enter a whole number."),
        ({"invite_days": ""}, "Enter a number."),
        ({"time_zone": "Mars"}, "Choose a time zone from the list."),
        ({"sender_address": "office@alder"}, "needs a dot"),
    ],
)
def test_a_wrong_value_is_explained_and_the_rest_is_kept(cast, wrong, sentence):
    answer = browser_of(cast.olive).post(SETTINGS, typed(cast, phone="555-0199", **wrong))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="555-0199"' in answer.content.decode()
    assert Firm.objects.get(pk=cast.firm.pk).phone == ""


def test_what_is_not_a_setting_is_ignored(cast):
    browser_of(cast.olive).post(SETTINGS, typed(cast, slug="stolen", id=str(cast.rival.pk), firm=str(cast.rival.pk)))
    assert Firm.objects.get(pk=cast.firm.pk).slug == "alder-pike"
    assert Firm.objects.get(pk=cast.rival.pk).name == "Rival & Co"


@pytest.mark.parametrize("url", [SETTINGS, BRANDING, COLOUR, TEAM])
@pytest.mark.parametrize("who", ["sam", "vic"])
def test_others_are_told_what_is_missing(cast, who, url):
    answer = browser_of(getattr(cast, who)).get(url)
    assert answer.status_code == 403
    assert "can give it to you" in answer.content.decode()


def test_a_colour_is_shown_before_it_is_saved_and_stored_as_it_can_be_read(cast):
    browser = browser_of(cast.olive)
    shown = browser.get(COLOUR, {"colour": "#FFFF00"}).content.decode()
    assert 'fill="#746d00"' in shown
    assert "You picked #ffff00" in shown
    assert not Branding.objects.filter(firm=cast.firm).exists()
    assert browser.post(BRANDING, {"colour": "#ffff00", "welcome": "Hello."}).headers["Location"] == BRANDING
    assert browser.get("/brand.css").content == b":root { --brand: #746d00; --brand-night: #7f7900; }\n"


@pytest.mark.parametrize("colour", ["", "red", "#12345", '"><script>'])
def test_what_is_no_colour_is_refused_everywhere(cast, colour):
    browser = browser_of(cast.olive)
    assert "<script>" not in browser.get(COLOUR, {"colour": colour}).content.decode()
    assert browser.post(BRANDING, {"colour": colour, "welcome": "Hello."}).status_code == 422
    assert not Branding.objects.filter(firm=cast.firm).exists()


def test_every_permission_of_every_role_is_listed(cast):
    html = browser_of(cast.olive).get("/settings/permissions/").content.decode()
    for role in ROLE_NAMES.values():
        assert role in html
    for action in set(Action) - {Action.PORTAL_ENTER}:
        assert capfirst(PERMISSION_NAMES[action]) in html
    assert "Make API tokens" in browser_of(cast.olive).get("/settings/permissions/new/").content.decode()


def test_methods(cast):
    browser = browser_of(cast.olive)
    assert browser.put(SETTINGS).status_code == 405
    assert browser.post(COLOUR).status_code == 405
    assert browser.post(TEAM).status_code == 405
