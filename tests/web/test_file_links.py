"""Secure links: made by the team, opened by a stranger with the password or code, listed, revoked."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from latchstring.accounts.models import Try
from latchstring.audit.models import Event
from latchstring.files.models import Document, SecureLink
from latchstring.kernel import clock
from latchstring.mail.models import Message
from tests.portals.people import kill
from tests.web.client_kit import browser_of
from tests.web.file_kit import bytes_of, firm_url, put, text_of

PASSWORD = {"how": "password", "password": "a good password", "days": "7"}
CODE = {"how": "code", "email": "bank@lender.example", "days": "1"}


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


@pytest.fixture
def letter(cast):
    return put(cast.owner, cast.acme, "Letter.txt", b"For the bank")


@pytest.fixture
def make(cast, olive, letter):
    def answer(said=PASSWORD):
        page = text_of(olive.post(firm_url("link-new", cast.acme, letter), said))
        return re.search(r'value="https?://[^/"]+(/s/[^"]+/)"', page)[1]

    return answer


def test_the_link_is_shown_once_and_kept_as_a_digest_only(cast, olive, letter, make):
    address = make()
    token = address.split("/")[2]
    assert len(token) == 43
    for page in (firm_url("file", cast.acme, letter), "/files/links/"):
        assert token not in text_of(olive.get(page))
    assert "0 downloads" in text_of(olive.get("/files/links/"))
    assert token not in str(list(Event.objects.values_list("detail", flat=True)))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"how": "password", "password": "short", "days": "7"}, "Enter a password of 8 characters or more."),
        ({"how": "code", "days": "7"}, "Enter the email address that the code goes to."),
        ({"how": "code", "days": "7", "email": "a@b.example, c@d.example"}, "email"),
        ({**PASSWORD, "days": "4000"}, "valid choice"),
        ({**PASSWORD, "most": "0"}, "greater than or equal to 1"),
        ({**PASSWORD, "most": "x"}, "Enter a whole number, or nothing."),
    ],
)
def test_bad_input_is_a_sentence_and_makes_no_link(cast, olive, letter, said, words):
    answer = olive.post(firm_url("link-new", cast.acme, letter), said)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not SecureLink.objects.exists()


def test_looking_changes_nothing_however_often(make):
    address, stranger = make(), Browser()
    before = SecureLink.objects.values().get()
    for method in ("get", "head", "options", "get"):
        getattr(stranger, method)(address, headers={"User-Agent": "Slackbot"})
    assert SecureLink.objects.values().get() == before
    page = stranger.get(address)
    assert "Letter.txt" not in text_of(page)
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "no-store"


def test_the_password_brings_the_file_and_counts(make):
    address, stranger = make(), Browser()
    wrong = stranger.post(address, {"password": "guess"})
    assert wrong.status_code == 422
    assert "This password is not right." in text_of(wrong)
    answer = stranger.post(address, {"password": "a good password"})
    assert bytes_of(answer) == b"For the bank"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="Letter.txt"')
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert SecureLink.objects.get().downloads == 1
    assert Event.objects.filter(name="link.opened").count() == 1


def test_the_code_goes_to_the_links_own_address_and_opens_it_once(make):
    address, stranger = make(CODE), Browser()
    assert not Message.objects.exists()
    stranger.post(f"{address}code/")
    message = Message.objects.get()
    assert message.to_address == "bank@lender.example"
    code = message.fields["code"]
    assert stranger.post(address, {"code": "000000" if code != "000000" else "1"}).status_code == 422
    assert bytes_of(stranger.post(address, {"code": code})) == b"For the bank"
    assert stranger.post(address, {"code": code}).status_code == 422


def test_no_code_goes_where_email_came_back(cast, make):
    kill(cast.firm, CODE["email"])
    answer = Browser().post(f"{make(CODE)}code/")
    assert answer.status_code == 409
    assert "Email to this address came back. Ask who sent the link." in text_of(answer)
    assert not Message.objects.exists()


def test_tries_are_limited_and_a_right_password_is_not_counted(make):
    address, stranger = make(), Browser()
    stranger.post(address, {"password": "a good password"})
    answers = [stranger.post(address, {"password": f"guess {number}"}).status_code for number in range(6)]
    assert answers == [422] * 5 + [429]
    refused = stranger.post(address, {"password": "a good password"})
    assert refused.status_code == 429
    assert "Too many tries." in text_of(refused)
    assert SecureLink.objects.get().downloads == 1


def test_after_ten_wrong_passwords_it_stays_shut(make):
    address, stranger = make(), Browser()
    for number in range(10):
        stranger.post(address, {"password": f"guess {number}"})
        Try.objects.all().delete()  # a quarter of an hour goes by
    answer = stranger.post(address, {"password": "a good password"})
    assert (answer.status_code, "too many wrong tries" in text_of(answer)) == (410, True)


def test_codes_are_limited(make):
    address, stranger = make(CODE), Browser()
    answers = [stranger.post(f"{address}code/").status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert Message.objects.count() == 1


def closes(make, olive, address, words):
    for answer in (Browser().get(address), Browser().post(address, {"password": "a good password"})):
        assert answer.status_code == 410
        assert words in text_of(answer)
        assert b"For the bank" not in bytes_of(answer)


def test_revoked_it_opens_for_nobody(cast, olive, letter, make):
    address = make()
    page = text_of(olive.post(firm_url("link-revoke", cast.acme, letter, SecureLink.objects.get()), follow=True))
    assert "The link no longer works" in page
    closes(make, olive, address, "withdrawn")
    assert "Revoked" in text_of(olive.get("/files/links/"))


def test_expired_it_opens_for_nobody(make, olive):
    address = make()
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1)):
        closes(make, olive, address, "expired")


def test_after_the_last_download_it_opens_for_nobody(make, olive):
    address = make({**PASSWORD, "most": "1"})
    assert bytes_of(Browser().post(address, {"password": "a good password"})) == b"For the bank"
    closes(make, olive, address, "as often as it can be")


def test_with_the_file_in_the_bin_or_the_client_inactive_it_opens_for_nobody(cast, make, olive, letter):
    address = make()
    Document.objects.update(deleted_at=clock.now())
    closes(make, olive, address, "withdrawn")
    Document.objects.update(deleted_at=None)
    cast.acme.inactive_at = clock.now()
    cast.acme.save(update_fields=["inactive_at"])
    closes(make, olive, address, "withdrawn")


def test_a_link_of_another_firm_is_unknown_here(cast, make, olive):
    address = make()
    SecureLink.objects.update(firm=cast.rival)
    closes(make, olive, address, "no file behind this link")


def test_scoped_staff_see_and_revoke_their_clients_links_only(cast, make, letter):
    make()
    theirs = put(cast.owner, cast.beta, "Theirs.txt")
    browser_of(cast.olive).post(firm_url("link-new", cast.beta, theirs), PASSWORD)
    sam = browser_of(cast.sam)
    text = text_of(sam.get("/files/links/"))
    assert "Letter.txt" in text
    assert "Theirs.txt" not in text
    link = SecureLink.objects.get(document=theirs)
    assert sam.post(firm_url("link-revoke", cast.beta, theirs, link)).status_code == 404
    assert sam.post(firm_url("link-revoke", cast.acme, letter, link)).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_all_links_are_listed_in_pages_that_lead_on_and_back(cast, olive, letter):
    ends = clock.now() + timedelta(days=1)
    rows = [
        SecureLink(firm=cast.firm, document=letter, digest=bytes([at] * 32), email=f"{at}@x.example", expires_at=ends)
        for at in range(51)
    ]
    SecureLink.objects.bulk_create(rows)
    first = olive.get("/files/links/")
    assert [link.email for link in first.context["links"]][::49] == ["50@x.example", "1@x.example"]
    second = olive.get("/files/links/" + first.context["next_url"])
    assert [link.email for link in second.context["links"]] == ["0@x.example"]
    assert second.context["next_url"] == ""
    back = olive.get("/files/links/" + second.context["previous_url"])
    assert [link.email for link in back.context["links"]] == [link.email for link in first.context["links"]]
