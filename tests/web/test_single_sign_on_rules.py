"""What a firm may ask and set about single sign-on, and how far its word goes."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.test import Client as Browser

from latchstring.accounts.actions.add_member import add_member
from latchstring.accounts.actions.set_sign_in_rules import BadRules, set_sign_in_rules
from latchstring.accounts.actions.set_single_sign_on import set_single_sign_on
from latchstring.accounts.models import SignInRules, SingleSignOn, TeamMember, User
from latchstring.accounts.single_sign_on import unseal
from latchstring.audit.models import Event
from latchstring.firms.models import Domain
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import Kind
from latchstring.policy.roles import Role
from latchstring.policy.sign_in import OWN, Method, Rules
from tests.web.client_kit import browser_of
from tests.web.doorstep import PASSWORD
from tests.web.sso_kit import PAGE, come


def test_where_everybody_has_to_only_the_owner_comes_in_another_way(cast, single_sign_on):
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
    assert not Message.objects.filter(kind="glass-broken").exists()
    olive = Browser()
    assert olive.post("/login/", {"email": "olive@alder.example", "password": PASSWORD}).status_code == 302
    assert olive.get("/home/").status_code == 200
    assert Event.objects.get(name="sso.gone_around").actor_id == cast.olive.pk
    told = Message.objects.get(kind="glass-broken")
    assert (told.to_address, told.fields["way"], told.fields["place"]) == (
        "olive@alder.example",
        "password",
        "127.0.0.1",
    )


def test_nobody_is_told_of_a_login_that_is_open_to_everybody(cast, single_sign_on):
    cast.olive.user.set_password(PASSWORD)
    cast.olive.user.save()
    assert Browser().post("/login/", {"email": "olive@alder.example", "password": PASSWORD}).status_code == 302
    set_sign_in_rules(cast.owner, team=Rules(methods=frozenset({Method.SSO})), clients=Rules(), how="sso")
    come("olive-1")
    assert not Message.objects.filter(kind="glass-broken").exists()


def test_removing_it_opens_the_other_ways_again(cast, single_sign_on):
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
    assert Event.objects.get(name="sso.set").actor_name == "Olive"
    row = SingleSignOn.objects.get()
    assert unseal(row.secret) == "very-secret"
    shown = office.get(PAGE).content.decode() + str(Event.objects.values_list("detail"))
    assert "very-secret" not in row.secret + shown
    assert "Team: log in with Alder ID" in Browser().get("/login/").content.decode()
    office.post(PAGE, typed | {"secret": "", "label": "Renamed"})
    row.refresh_from_db()
    assert (unseal(row.secret), row.label) == ("very-secret", "Renamed")


def test_another_issuer_knows_nobody_yet_and_one_can_be_bound_anew(cast, single_sign_on, provider):
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


def test_a_session_made_at_one_firm_is_nobody_at_the_next(cast, single_sign_on):
    """A firm's provider speaks for its own team: its cookie opens nothing where the same login works too."""
    Domain.objects.create(firm=cast.rival, host="rival.example", verified_at=clock.now())
    add_member(cast.rival_owner, email="sam@alder.example", name="Sam", role=Role.STAFF)
    browser, _ = come("sam-1")
    assert browser.get("/clients/").status_code == 200
    there = browser.get("/clients/", headers={"Host": "rival.example"})
    assert (there.status_code, there["Location"][:7]) == (302, "/login/")
    assert browser.get("/clients/").status_code == 200


def test_the_word_of_a_firm_changes_nothing_of_the_login_itself(cast, single_sign_on):
    """Else whoever runs the provider could add a passkey of theirs, and log in with it at every other firm."""
    browser, _ = come("sam-1")
    for path in ("/profile/second/app/", "/profile/second/passkey/"):
        assert browser.get(path)["Location"].startswith("/login/confirm/"), path
        assert browser.get(browser.get(path)["Location"]).status_code == 200
    User.objects.filter(pk=cast.sam.user_id).update(password=make_password(None))
    assert come("sam-1", browser=browser)[1].status_code in {302, 200}
    assert browser.get("/profile/password/")["Location"].startswith("/login/confirm/")
    assert browser.get("/clients/").status_code == 200


def test_who_rested_too_long_comes_back_by_the_word_of_the_firm_and_no_other(cast, single_sign_on):
    browser, _ = come("sam-1")
    with time_machine.travel(clock.now() + timedelta(hours=9), tick=False):
        assert browser.post("/profile/", {"name": "Samuel"})["Location"] == "/login/"
    cast.sam.refresh_from_db()
    assert cast.sam.name == "Sam"
