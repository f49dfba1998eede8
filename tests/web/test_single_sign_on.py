"""Single sign-on by OpenID Connect, against a provider on loopback: only the team, always the same people."""

import hashlib
import threading
from base64 import urlsafe_b64encode
from io import BytesIO
from urllib.parse import parse_qs, urlencode, urlsplit

import oidc_provider_mock
import pytest
import requests
from django.contrib.auth.hashers import make_password
from django.test import Client as Browser
from oidc_provider_mock._storage import User as Account
from werkzeug.serving import make_server

from latchstring.accounts.actions.add_member import add_member
from latchstring.accounts.actions.deactivate_member import deactivate_member
from latchstring.accounts.actions.set_sign_in_rules import BadRules, set_sign_in_rules
from latchstring.accounts.actions.set_single_sign_on import set_single_sign_on
from latchstring.accounts.models import SignInRules, SingleSignOn, TeamMember, User
from latchstring.accounts.single_sign_on import unseal
from latchstring.audit.models import Event
from latchstring.firms.models import Domain
from latchstring.kernel import clock
from latchstring.policy.actor import Kind
from latchstring.policy.roles import Role
from latchstring.policy.sign_in import OWN, Method, Rules
from tests.web.client_kit import browser_of
from tests.web.doorstep import PASSWORD, logged_in_as

PAGE = "/settings/single-sign-on/"


class Provider:
    """A provider with its accounts; ``asked`` are the bodies of its token requests."""

    def __init__(self):
        accounts = [
            Account(sub="olive-1", claims={"email": "olive@alder.example", "email_verified": True}),
            Account(sub="sam-1", claims={"email": "SAM@alder.example", "email_verified": True}),
            Account(sub="sam-2", claims={"email": "sam@alder.example", "email_verified": True}),
            Account(sub="unproven", claims={"email": "adam@alder.example", "email_verified": False}),
            Account(sub="nearly", claims={"email": "adam@alder.example", "email_verified": "true"}),
            Account(sub="stranger", claims={"email": "stranger@else.example", "email_verified": True}),
            Account(sub="nameless", claims={}),
        ]
        self.app = oidc_provider_mock.app(user_claims=accounts)
        self.asked = []
        self.server = make_server("localhost", 0, self.answer, threaded=True)
        self.issuer = f"http://localhost:{self.server.server_port}"
        self.thread = threading.Thread(target=lambda: self.server.serve_forever(0.01))
        self.thread.start()

    def answer(self, environ, start_response):
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/other")
        if environ["PATH_INFO"].endswith("/token"):
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            self.asked.append(parse_qs(body.decode()))
            environ["wsgi.input"] = BytesIO(body)
        return self.app(environ, start_response)

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture(scope="module")
def provider():
    found = Provider()
    yield found
    found.close()


@pytest.fixture
def on(cast, provider):
    for member, address in ((cast.olive, "olive"), (cast.sam, "sam"), (cast.adam, "adam")):
        member.user.email = f"{address}@alder.example"
        member.user.save()
    return set_single_sign_on(
        cast.owner, issuer=provider.issuer, client_id="latchstring", secret="a secret", label="Alder ID"
    )


def go(browser, path="/login/sso/"):
    return browser.get(path)["Location"]


def agree(url, sub):
    """What the person does at the provider; the way back comes of it."""
    answer = requests.post(url, data={"sub": sub}, allow_redirects=False, timeout=5)
    return answer.headers["Location"].removeprefix("http://testserver")


def come(sub, browser=None, path="/login/sso/"):
    browser = browser or Browser()
    return browser, browser.get(agree(go(browser, path), sub))


def test_the_team_logs_in_by_it_and_is_known_by_it_from_then_on(cast, on):
    browser, answer = come("sam-1", path="/login/sso/?next=/clients/")
    assert answer["Location"] == "/clients/"
    assert logged_in_as(browser) == cast.sam.user
    cast.sam.refresh_from_db()
    assert cast.sam.subject == "sam-1"
    assert Event.objects.get(name="sso.bound").detail["name"] == "Sam"
    assert Event.objects.filter(name="login.succeeded").latest("id").detail["how"] == "sso"


def test_a_bound_member_is_found_whatever_the_email_says_now(cast, on):
    TeamMember.objects.filter(pk=cast.sam.pk).update(subject="unproven")
    browser, _ = come("unproven")
    assert logged_in_as(browser) == cast.sam.user


def test_somebody_else_with_the_same_email_does_not_become_the_member(cast, on):
    come("sam-1")
    browser, answer = come("sam-2")
    assert answer.status_code == 403
    assert logged_in_as(browser) is None
    assert Event.objects.get(name="login.failed").detail["why"] == "single sign-on: another identity"


@pytest.mark.parametrize("sub", ["unproven", "nearly", "stranger", "nameless"])
def test_who_is_not_proven_to_be_on_the_team_is_refused_in_the_same_words(cast, on, sub):
    browser, answer = come(sub)
    assert answer.status_code == 403
    assert "This account opens nothing here." in answer.content.decode()
    assert logged_in_as(browser) is None
    assert not TeamMember.objects.exclude(subject="").exists()


def test_who_has_left_the_team_is_refused(cast, on):
    come("sam-1")
    deactivate_member(cast.owner, cast.sam.pk)
    assert come("sam-1")[1].status_code == 403


def test_an_answer_to_another_browser_or_given_twice_opens_nothing(on):
    browser = Browser()
    back = agree(go(browser), "sam-1")
    assert Browser().get(back).status_code == 400
    assert browser.get(back).status_code == 302
    browser.post("/logout/")
    assert browser.get(back).status_code == 400
    assert browser.get("/login/sso/callback/?error=access_denied").status_code == 400
    assert browser.get("/login/sso/callback/").status_code == 400


def test_the_challenge_is_sha_256_and_the_verifier_comes_by_the_back(on, provider):
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


def test_a_token_with_another_nonce_is_refused(on):
    browser = Browser()
    url = go(browser)
    parts = urlsplit(url)
    asked = {name: value for name, [value] in parse_qs(parts.query).items()} | {"nonce": "somebody-elses"}
    swapped = parts._replace(query=urlencode(asked)).geturl()
    assert browser.get(agree(swapped, "sam-1")).status_code == 400
    assert logged_in_as(browser) is None


@pytest.mark.parametrize("change", ["issuer", "client_id"])
def test_a_token_of_another_issuer_or_for_another_client_is_refused(on, change):
    """The provider answers at the other issuer's address too, but signs by its own name."""
    browser = Browser()
    back = agree(go(browser), "sam-1")
    SingleSignOn.objects.update(**{change: f"{on.issuer}/other"})
    assert browser.get(back).status_code == 400
    assert logged_in_as(browser) is None


def test_an_answer_for_one_firm_opens_nothing_at_another(cast, on, provider):
    Domain.objects.create(firm=cast.rival, host="rival.example", verified_at=clock.now())
    assert Browser(headers={"Host": "rival.example"}).get("/login/sso/").status_code == 404
    browser = Browser()
    back = agree(go(browser), "sam-1")
    set_single_sign_on(cast.rival_owner, issuer=provider.issuer, client_id="latchstring", secret="x", label="Same")
    assert browser.get(back, headers={"Host": "rival.example"}).status_code == 400


def test_a_second_step_is_still_asked_for(cast, on):
    set_sign_in_rules(cast.owner, team=Rules(two_factors=True, methods=OWN | {Method.SSO}), clients=Rules())
    browser, _ = come("sam-1")
    assert browser.get("/home/")["Location"] == "/profile/second/"


def test_where_everybody_has_to_only_the_owner_comes_in_another_way(cast, on):
    for member in (cast.olive, cast.sam):
        member.user.set_password(PASSWORD)
        member.user.save()
    before = Browser()
    before.post("/login/", {"email": "sam@alder.example", "password": PASSWORD})
    assert before.get("/home/").status_code == 200
    with pytest.raises(BadRules):
        set_sign_in_rules(cast.owner, team=Rules(methods=frozenset({Method.SSO})), clients=Rules(), how="password")
    set_sign_in_rules(cast.owner, team=Rules(methods=frozenset({Method.SSO})), clients=Rules(), how="sso")
    assert before.get("/home/")["Location"].startswith("/login/")
    sam = Browser().post("/login/", {"email": "sam@alder.example", "password": PASSWORD})
    assert sam.status_code == 403
    assert "Single sign-on" in sam.content.decode()
    olive = Browser()
    assert olive.post("/login/", {"email": "olive@alder.example", "password": PASSWORD}).status_code == 302
    assert olive.get("/home/").status_code == 200


def test_removing_it_opens_the_other_ways_again(cast, on):
    set_sign_in_rules(cast.owner, team=Rules(methods=frozenset({Method.SSO})), clients=Rules(), how="sso")
    browser, _ = come("sam-1")
    office = browser_of(cast.olive.user)
    assert office.get(f"{PAGE}remove/").status_code == 200
    assert office.post(f"{PAGE}remove/").status_code == 302
    assert SignInRules.objects.get(firm=cast.firm).of(Kind.STAFF).methods == OWN
    assert not TeamMember.objects.exclude(subject="").exists()
    assert browser.get("/home/")["Location"].startswith("/login/")
    assert Browser().get("/login/sso/").status_code == 404


def test_the_page_checks_the_provider_and_never_shows_the_secret(cast, provider):
    office = browser_of(cast.olive.user)
    typed = {"issuer": provider.issuer, "client_id": "latchstring", "secret": "very-secret", "label": "Alder ID"}
    for issuer, words in (
        ("http://idp.example", "begins with https"),
        ("http://localhost:1", "No OpenID Connect provider answers"),
        (provider.issuer + "/", "calls itself"),
    ):
        refused = office.post(PAGE, typed | {"issuer": issuer})
        assert refused.status_code == 422
        assert words in refused.content.decode()
    assert office.post(PAGE, typed | {"secret": ""}).status_code == 422
    assert office.post(PAGE, typed).status_code == 302
    row = SingleSignOn.objects.get()
    assert unseal(row.secret) == "very-secret"
    shown = office.get(PAGE).content.decode() + str(Event.objects.values_list("detail"))
    assert "very-secret" not in row.secret + shown
    assert "Team: log in with Alder ID" in Browser().get("/login/").content.decode()
    office.post(PAGE, typed | {"secret": "", "label": "Renamed"})
    row.refresh_from_db()
    assert (unseal(row.secret), row.label) == ("very-secret", "Renamed")


def test_another_issuer_knows_nobody_yet_and_one_can_be_bound_anew(cast, on, provider):
    come("sam-1")
    office = browser_of(cast.olive.user)
    assert "Sam" in office.get(PAGE).content.decode()
    assert office.post(f"{PAGE}{cast.sam.pk}/forget/").status_code == 302
    come("sam-2")
    cast.sam.refresh_from_db()
    assert cast.sam.subject == "sam-2"
    elsewhere = provider.issuer.replace("localhost", "127.0.0.1")
    set_single_sign_on(cast.owner, issuer=elsewhere, client_id="x", secret="", label="Other")
    cast.sam.refresh_from_db()
    assert cast.sam.subject == ""


def test_a_session_made_at_one_firm_is_nobody_at_the_next(cast, on):
    """A firm's provider speaks for its own team: its cookie opens nothing where the same login works too."""
    Domain.objects.create(firm=cast.rival, host="rival.example", verified_at=clock.now())
    add_member(cast.rival_owner, email="sam@alder.example", name="Sam", role=Role.STAFF)
    browser, _ = come("sam-1")
    assert browser.get("/clients/").status_code == 200
    there = browser.get("/clients/", headers={"Host": "rival.example"})
    assert (there.status_code, there["Location"][:7]) == (302, "/login/")
    assert browser.get("/clients/").status_code == 200


def test_the_word_of_a_firm_changes_nothing_of_the_login_itself(cast, on):
    """Else whoever runs the provider could add a passkey of theirs, and log in with it at every other firm."""
    browser, _ = come("sam-1")
    for path in ("/profile/second/app/", "/profile/second/passkey/"):
        assert browser.get(path)["Location"].startswith("/login/confirm/"), path
        assert browser.get(browser.get(path)["Location"]).status_code == 200
    User.objects.filter(pk=cast.sam.user_id).update(password=make_password(None))
    assert come("sam-1", browser=browser)[1].status_code in {302, 200}
    assert browser.get("/profile/password/")["Location"].startswith("/login/confirm/")
    assert browser.get("/clients/").status_code == 200
