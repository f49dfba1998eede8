"""The on-screen mailbox shows each email as it would have left, in a demo and nowhere else."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Message
from latchstring.mail.outbox import Post, queue
from tests.mail.conftest import make_letter

PAGES = ("mailbox", "mailbox-message", "mailbox-body")


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.DATA_DIR = tmp_path


@pytest.fixture
def email(cast):
    """An invite to Carla that was delivered to the mailbox."""
    post = Post("carla@acme.example", "Carla <b>", {"first_name": "Carla"}, "invite", uuid4())
    message = queue(cast.firm.pk, make_letter(cast.firm), post, kind="invite")
    deliver_due(lambda ids: None)
    return message


def url(name, email):
    return reverse(name, args=[] if name == "mailbox" else [email.pk])


def test_the_newest_email_is_listed_first(client, email, cast):
    letter = make_letter(cast.firm, subject="Second", text="x", html="x")
    queue(cast.firm.pk, letter, Post("luis@acme.example"), kind="test")
    deliver_due(lambda ids: None)
    page = client.get("/mailbox/").content.decode()
    assert page.index("luis@acme.example") < page.index("carla@acme.example")
    assert "Carla &lt;b&gt;" in page
    assert "Sent" in page


def test_an_email_is_shown_with_its_working_link(client, email):
    page = client.get(url("mailbox-message", email)).content.decode()
    link = unescape(re.search(r'<a class="btn primary" href="([^"]+)"', page)[1])
    assert re.fullmatch(r"http://testserver/i/[\w-]{43}/", link)
    assert "Ruth Alder, Alder &amp; Pike" in page
    body = client.get(url("mailbox-body", email)).content.decode()
    assert f'<a href="{link}">' in body


def test_the_body_may_do_nothing_but_lead_away(client, email):
    answer = client.get(url("mailbox-body", email))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups allow-top-navigation-by-user-activation" in policy
    assert "script-src" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_list_is_searched_by_address(client, email):
    assert "carla@acme" in client.get("/mailbox/?q=CARLA@").content.decode()
    page = client.get("/mailbox/?q=nobody").content.decode()
    assert "No emails match “nobody”" in page
    assert "Clear search" in page


def test_an_empty_mailbox_says_so(client, cast):
    assert "No emails yet" in client.get("/mailbox/").content.decode()


@pytest.mark.parametrize("page", ["0", "x", "999999999", "-1", "²"])
def test_a_page_that_makes_no_sense_is_no_error(client, email, page):
    assert client.get("/mailbox/", {"page": page}).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_outside_a_demo_there_is_no_mailbox(client, email, settings, name):
    settings.DEMO = False
    assert client.get(url(name, email)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_only_reading_is_possible(client, email, name):
    assert client.post(url(name, email)).status_code == 405


@pytest.mark.parametrize("name", PAGES[1:])
def test_an_email_that_is_not_there_is_not_found(client, cast, name):
    assert client.get(reverse(name, args=[uuid4()])).status_code == 404


def test_the_database_keeps_no_link(email):
    message = Message.objects.values().get()
    assert "/i/" not in str(message)


def test_the_list_costs_the_same_for_one_and_for_many(client, email, cast, django_assert_num_queries):
    letter = make_letter(cast.firm, subject="x", text="x", html="x")
    with CaptureQueriesContext(connection) as one:
        client.get("/mailbox/")
    for _ in range(9):
        queue(cast.firm.pk, letter, Post("luis@acme.example"), kind="test")
    deliver_due(lambda ids: None)
    with django_assert_num_queries(len(one)):
        client.get("/mailbox/")
