"""Single sign-on by OpenID Connect, against a provider on loopback: only the team, always the same people."""

import hashlib
from base64 import urlsafe_b64encode
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client as Browser

from latchstring.accounts.actions.deactivate_member import deactivate_member
from latchstring.accounts.actions.set_sign_in_rules import set_sign_in_rules
from latchstring.accounts.actions.set_single_sign_on import set_single_sign_on
from latchstring.accounts.models import SingleSignOn, TeamMember
from latchstring.audit.models import Event
from latchstring.firms.models import Domain
from latchstring.kernel import clock
from latchstring.policy.sign_in import OWN, Method, Rules
from tests.web.doorstep import logged_in_as
from tests.web.sso_kit import agree, come, go


def test_the_team_logs_in_by_it_and_is_known_by_it_from_then_on(cast, single_sign_on):
    browser, answer = come("sam-1", path="/login/sso/?next=/clients/")
    assert answer["Location"] == "/clients/"
    assert logged_in_as(browser) == cast.sam.user
    cast.sam.refresh_from_db()
    assert cast.sam.subject == "sam-1"
    assert Event.objects.get(name="sso.bound").detail["name"] == "Sam"
    assert Event.objects.filter(name="login.succeeded").latest("id").detail["how"] == "sso"


def test_a_bound_member_is_found_whatever_the_email_says_now(cast, single_sign_on):
    TeamMember.objects.filter(pk=cast.sam.pk).update(subject="unproven")
    browser, _ = come("unproven")
    assert logged_in_as(browser) == cast.sam.user


def test_somebody_else_with_the_same_email_does_not_become_the_member(cast, single_sign_on):
    come("sam-1")
    browser, answer = come("sam-2")
    assert answer.status_code == 403
    assert logged_in_as(browser) is None
    assert Event.objects.get(name="login.failed").detail["why"] == "single sign-on: another identity"


@pytest.mark.parametrize("sub", ["unproven", "nearly", "stranger", "nameless"])
def test_who_is_not_proven_to_be_on_the_team_is_refused_in_the_same_words(cast, single_sign_on, sub):
    browser, answer = come(sub)
    assert answer.status_code == 403
    assert "This account opens nothing here." in answer.content.decode()
    assert logged_in_as(browser) is None
    assert not TeamMember.objects.exclude(subject="").exists()


def test_who_has_left_the_team_is_refused(cast, single_sign_on):
    come("sam-1")
    deactivate_member(cast.owner, cast.sam.pk)
    assert come("sam-1")[1].status_code == 403


def test_an_answer_to_another_browser_or_given_twice_opens_nothing(single_sign_on):
    browser = Browser()
    back = agree(go(browser), "sam-1")
    assert Browser().get(back).status_code == 400
    assert browser.get(back).status_code == 302
    browser.post("/logout/")
    assert browser.get(back).status_code == 400
    assert browser.get("/login/sso/callback/?error=access_denied").status_code == 400
    assert browser.get("/login/sso/callback/").status_code == 400


def test_the_secret_is_not_carried_where_a_redirect_leads(single_sign_on, provider):
    browser, before = Browser(), len(provider.asked)
    back = agree(go(browser), "sam-1")
    provider.moves = True
    assert browser.get(back).status_code == 400
    assert len(provider.asked) == before
    assert logged_in_as(browser) is None


def test_the_challenge_is_sha_256_and_the_verifier_comes_by_the_back(single_sign_on, provider):
    browser = Browser()
    url = go(browser)
    asked = {name: value for name, [value] in parse_qs(urlsplit(url).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://testserver/login/sso/callback/"
    assert len(asked["state"]) >= 20
    assert len(asked["nonce"]) >= 20
    browser.get(agree(url, "sam-1"))
    verifier = provider.asked[-1]["code_verifier"][0]
    digest = hashlib.sha256(verifier.encode()).digest()
    assert urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]


def test_a_token_with_another_nonce_is_refused(single_sign_on):
    browser = Browser()
    url = go(browser)
    parts = urlsplit(url)
    asked = {name: value for name, [value] in parse_qs(parts.query).items()} | {"nonce": "somebody-elses"}
    swapped = parts._replace(query=urlencode(asked)).geturl()
    assert browser.get(agree(swapped, "sam-1")).status_code == 400
    assert logged_in_as(browser) is None


@pytest.mark.parametrize("change", ["issuer", "client_id"])
def test_a_token_of_another_issuer_or_for_another_client_is_refused(single_sign_on, change):
    """The provider answers at the other issuer's address too, but signs by its own name."""
    browser = Browser()
    back = agree(go(browser), "sam-1")
    SingleSignOn.objects.update(**{change: f"{single_sign_on.issuer}/other"})
    assert browser.get(back).status_code == 400
    assert logged_in_as(browser) is None


def test_an_answer_for_one_firm_opens_nothing_at_another(cast, single_sign_on, provider):
    Domain.objects.create(firm=cast.rival, host="rival.example", verified_at=clock.now())
    assert Browser(headers={"Host": "rival.example"}).get("/login/sso/").status_code == 404
    browser = Browser()
    back = agree(go(browser), "sam-1")
    set_single_sign_on(cast.rival_owner, issuer=provider.issuer, client_id="latchstring", secret="x", label="Same")
    assert browser.get(back, headers={"Host": "rival.example"}).status_code == 400


def test_a_second_step_is_still_asked_for(cast, single_sign_on):
    set_sign_in_rules(cast.owner, team=Rules(two_factors=True, methods=OWN | {Method.SSO}), clients=Rules())
    browser, _ = come("sam-1")
    assert browser.get("/home/")["Location"] == "/profile/second/"
