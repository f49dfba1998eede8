"""What every answer carries, whoever asks."""

import pytest
from django.test import Client as Browser

from tests.web.client_kit import browser_of
from tests.web.doorstep import CARLA, PASSWORD, log_in, make_login, sent_token

PRIVATE = (
    "/home/",
    "/settings/",
    "/settings/branding/",
    "/settings/team/",
    "/profile/",
    "/profile/password/",
    "/help/",
)


@pytest.mark.parametrize("url", PRIVATE)
def test_nothing_behind_login_is_stored(cast, url):
    assert browser_of(cast.olive).get(url).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("url", PRIVATE)
def test_a_stranger_is_sent_to_the_login_and_back(cast, url):
    answer = Browser().get(url)
    assert answer.headers["Location"] == f"/login/?next={url}"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("url", ["/home/", "/nothing/", "/brand.css"])
def test_the_policy_allows_our_own_files_alone(cast, url):
    headers = browser_of(cast.olive).get(url).headers
    assert sorted(headers["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "frame-src 'self'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
    ]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_cookies_are_for_us_alone(cast):
    cast.olive.user.set_password(PASSWORD)
    cast.olive.user.save()
    browser = Browser()
    browser.get("/login/")
    came_in = browser.post("/login/", {"email": cast.olive.user.email, "password": PASSWORD})
    assert came_in.status_code == 302
    for cookie in (browser.cookies["csrf"], came_in.cookies["session"]):
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["domain"]


def test_what_logging_in_leaves_in_a_browser_travels_by_https_where_the_portal_does(cast, settings):
    settings.HTTPS = True
    token = sent_token(cast.owner, cast.acme)
    make_login(CARLA)
    browser = Browser()
    browser.post(f"/i/{token}/")
    log_in(browser)
    for name in ("invitation", "known"):
        assert browser.cookies[name]["secure"], name
        assert browser.cookies[name]["httponly"], name


def test_an_htmx_request_without_a_session_leaves_for_the_login_as_a_whole_page(cast):
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/clients/?q=a"}
    answer = Browser().get("/settings/branding/colour/", headers=headers)
    assert answer.headers["HX-Redirect"] == "/login/?next=/clients/%3Fq%3Da"


def test_the_firms_colour_may_be_kept_by_anyone(cast):
    answer = Browser().get("/brand.css")
    assert answer.headers["Content-Type"] == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.content == b":root { --brand: #1f5c4a; --brand-night: #2f7d66; }\n"
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_address_of_a_button_says_what_it_is_and_is_not_stored(cast):
    answer = browser_of(cast.olive).get("/clients/bulk/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "This address belongs to a button." in answer.content.decode()


def test_a_browser_that_logs_out_forgets_what_pages_kept_in_it(cast):
    assert browser_of(cast.olive).post("/logout/").headers["Clear-Site-Data"] == '"storage"'
