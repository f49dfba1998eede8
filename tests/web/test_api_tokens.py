"""The page of one's API tokens."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from latchstring.accounts.models import ApiToken
from latchstring.kernel import clock
from tests.web.client_kit import browser_of

PAGE, NEW = "/profile/tokens/", "/profile/tokens/new/"


def test_a_token_is_made_shown_once_used_and_revoked(cast):
    browser = browser_of(cast.sam)
    assert "No tokens yet." in browser.get(PAGE).content.decode()
    fields = {"name": "Nightly", "scopes": ["read", "files"], "member": str(cast.olive.pk), "digest": "x"}
    made = browser.post(NEW, fields, headers={"host": "localhost"})
    assert f"{cast.firm.base_url}/api/v1/" in made.content.decode()
    secret = made.context["secret"]
    assert f'value="{secret}"' in made.content.decode()
    row = ApiToken.objects.get()
    assert (row.member, row.scopes, row.expires_at) == (cast.sam, ["files", "read"], None)
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
    browser = browser_of(cast.sam)
    answer = browser.post(NEW, {"scopes": ["everything"], "until": "2001-01-01"})
    assert answer.status_code == 422
    for words in ("Enter a name for the token.", "Choose what it may do from the list."):
        assert words in answer.content.decode()
    answer = browser.post(NEW, {"name": "Nightly", "scopes": ["read"], "until": "2001-01-01"})
    assert "Choose a day after today and before 2100, or leave it empty." in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_the_last_day_is_the_firms(cast):
    day = (clock.now() + timedelta(days=9)).date()
    browser_of(cast.sam).post(NEW, {"name": "Nightly", "scopes": ["read"], "until": day.isoformat()})
    local = ApiToken.objects.get().expires_at.astimezone(ZoneInfo("America/New_York"))
    assert (local.date(), local.hour) == (day + timedelta(days=1), 0)


def test_a_colleagues_token_is_not_there(cast):
    browser_of(cast.olive).post(NEW, {"name": "Nightly", "scopes": ["read"]})
    row = ApiToken.objects.get()
    browser = browser_of(cast.sam)
    assert "Nightly" not in browser.get(PAGE).content.decode()
    assert browser.post(f"{PAGE}{row.pk}/revoke/").status_code == 404
