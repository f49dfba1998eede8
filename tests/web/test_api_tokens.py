"""The page of one's API tokens."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from latchstring.accounts.models import ApiToken, PermissionSet
from latchstring.audit.models import Event
from latchstring.audit.sentences import sentence
from latchstring.kernel import clock
from latchstring.policy.token_scopes import TokenScope
from tests.api.kit import token_of
from tests.web.client_kit import browser_of

PAGE, NEW, TEAM = "/profile/tokens/", "/profile/tokens/new/", "/settings/tokens/"


def test_a_token_is_made_shown_once_used_and_revoked(cast):
    browser = browser_of(cast.adam)
    assert "No tokens yet." in browser.get(PAGE).content.decode()
    fields = {"name": "Nightly", "scopes": ["read", "files"], "member": str(cast.olive.pk), "digest": "x"}
    made = browser.post(NEW, fields, headers={"host": "localhost"})
    assert f"{cast.firm.base_url}/api/v1/" in made.content.decode()
    secret = made.context["secret"]
    assert f'value="{secret}"' in made.content.decode()
    row = ApiToken.objects.get()
    assert (row.member, row.scopes, row.expires_at) == (cast.adam, ["files", "read"], None)
    assert browser.get("/api/v1/clients", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    page = browser.get(PAGE).content.decode()
    assert "Nightly" in page
    assert "Last used" in page
    assert "Read clients, contacts and portal users, Read files" in page
    assert secret not in page
    assert "Revoke “Nightly”?" in browser.get(f"{PAGE}{row.pk}/revoke/").content.decode()
    assert browser.post(f"{PAGE}{row.pk}/revoke/").headers["Location"] == PAGE
    assert "Token revoked: Nightly" in browser.get(PAGE).content.decode()
    assert browser.get("/api/v1/clients", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_what_is_wrong_is_said_at_its_field(cast):
    browser = browser_of(cast.adam)
    answer = browser.post(NEW, {"scopes": ["everything"], "until": "2001-01-01"})
    assert answer.status_code == 422
    for words in ("Enter a name for the token.", "Choose what it may do from the list."):
        assert words in answer.content.decode()
    answer = browser.post(NEW, {"name": "Nightly", "scopes": ["read"], "until": "2001-01-01"})
    assert "Choose a day after today and before 2100, or leave it empty." in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_the_last_day_is_the_firms(cast):
    day = (clock.now() + timedelta(days=9)).date()
    browser_of(cast.adam).post(NEW, {"name": "Nightly", "scopes": ["read"], "until": day.isoformat()})
    local = ApiToken.objects.get().expires_at.astimezone(ZoneInfo("America/New_York"))
    assert (local.date(), local.hour) == (day + timedelta(days=1), 0)


def test_a_colleagues_token_is_not_there(cast):
    browser_of(cast.olive).post(NEW, {"name": "Nightly", "scopes": ["read"]})
    row = ApiToken.objects.get()
    browser = browser_of(cast.adam)
    assert "Nightly" not in browser.get(PAGE).content.decode()
    assert browser.post(f"{PAGE}{row.pk}/revoke/").status_code == 404


def test_who_may_not_make_tokens_reads_who_can_and_still_revokes_their_own(cast):
    token, secret = token_of(cast.sam, scopes=[TokenScope.READ])
    browser = browser_of(cast.sam)
    page = browser.get(PAGE).content.decode()
    assert "Nightly" in page
    assert "New token" not in page
    assert "make API tokens" in browser.get(NEW).content.decode()
    answer = browser.post(NEW, {"name": "More", "scopes": ["read"]})
    assert (answer.status_code, ApiToken.objects.count()) == (403, 1)
    browser.post(f"{PAGE}{token.pk}/revoke/")
    assert browser.get("/api/v1/clients", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_permission_set_may_make_tokens(cast):
    cast.sam.permission_set = PermissionSet.objects.create(firm=cast.firm, name="Desk", actions=["token:make"])
    cast.sam.save()
    assert browser_of(cast.sam).post(NEW, {"name": "Nightly", "scopes": ["read"]}).context["secret"]


def test_who_manages_the_team_sees_every_token_of_it_and_ends_any(cast):
    token, secret = token_of(cast.sam, scopes=[TokenScope.READ, TokenScope.FILES])
    theirs, _ = token_of(cast.rita, name="Rival’s", scopes=[TokenScope.READ])
    over, _ = token_of(cast.olive, name="Over", scopes=[TokenScope.READ])
    ApiToken.objects.filter(pk=over.pk).update(expires_at=clock.now())
    browser = browser_of(cast.adam)
    browser.get("/api/v1/clients", headers={"Authorization": f"Bearer {secret}"})
    page = browser.get(TEAM).content.decode()
    for words in ("Nightly", "Sam", "Read clients, contacts and portal users, Read files", "Last used", "made"):
        assert words in page
    assert "Rival’s" not in page
    assert "Over" not in page
    assert "Revoke “Nightly” of Sam?" in browser.get(f"{TEAM}{token.pk}/revoke/").content.decode()
    for _twice in range(2):
        browser.post(f"{TEAM}{token.pk}/revoke/")
    assert browser.get("/api/v1/clients", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    said = [sentence(each) for each in Event.objects.filter(name="token.revoked")]
    assert said == ["Adam revoked the API token Nightly of Sam."]
    assert browser.post(f"{TEAM}{theirs.pk}/revoke/").status_code == 404
    assert "No program has access." in browser.get(TEAM).content.decode()


def test_staff_see_no_tokens_of_the_team(cast):
    assert browser_of(cast.sam).get(TEAM).status_code == 403
