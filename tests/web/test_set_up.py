"""Setting the firm up step by step, with a logo and a real test email."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from latchstring.audit.models import Event
from latchstring.clients.models import Counts
from latchstring.firms.models import Branding, Firm, Logo
from latchstring.mail.models import AddressState, Message
from tests.firms.test_logo import picture
from tests.mail.conftest import use_server
from tests.mail.smtp import Sink, free_port, running
from tests.web.client_kit import browser_of

STEPS = ("contact", "logo", "email", "clients")
TO = "olive@alder-pike.example"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def olive(cast):
    """At a firm that is new: its clients have not been counted."""
    Counts.objects.filter(firm=cast.firm).update(clients=0)
    return browser_of(cast.olive)


def firm(cast):
    return Firm.objects.get(pk=cast.firm.pk)


def upload(data, name="logo.png", kind="image/png"):
    return {"logo": SimpleUploadedFile(name, data, kind)}


def test_each_step_leads_to_the_next_open_one_and_progress_is_shown(cast, olive):
    page = olive.get("/set-up/").content.decode()
    assert "1 of 5 done" in page
    assert 'href="/set-up/contact/"' in page
    typed = {"phone": "(207) 555-0142", "support_email": "hello@alder.example", "street": "14 Commercial Street"}
    assert olive.post("/set-up/contact/", typed).headers["Location"] == "/set-up/logo/"
    assert firm(cast).phone == "(207) 555-0142"
    assert olive.post("/set-up/logo/", upload(picture())).headers["Location"] == "/set-up/email/"
    assert "3 of 5 done" in olive.get("/set-up/").content.decode()
    assert "3 of 5 steps of setting up are done." in olive.get("/home/").content.decode()


def test_clients_that_came_in_by_an_import_finish_their_step(cast, olive):
    Counts.objects.filter(firm=cast.firm).update(clients=233)
    assert "2 of 5 steps of setting up are done." in olive.get("/home/").content.decode()
    Firm.objects.filter(pk=cast.firm.pk).update(set_up={})
    page = olive.get("/set-up/").content.decode()
    assert "2 of 5 done" in page
    assert 'href="/set-up/contact/"' in page


def test_every_step_can_be_skipped_and_done_later(cast, olive):
    for step, following in zip(STEPS, [*STEPS[1:], ""], strict=True):
        to = olive.post("/set-up/skip/", {"step": step}).headers["Location"]
        assert to == (f"/set-up/{following}/" if following else "/set-up/")
    assert "is set up" in olive.get("/set-up/").content.decode()
    assert "steps of setting up" not in olive.get("/home/").content.decode()
    olive.post("/set-up/contact/", {"phone": "1"})
    assert firm(cast).set_up["contact"]
    olive.post("/set-up/skip/", {"step": "contact"})
    assert firm(cast).set_up["contact"]


@pytest.mark.parametrize("step", ["", "firm", "../", "world"])
def test_what_is_no_step_is_nothing(cast, olive, step):
    assert olive.post("/set-up/skip/", {"step": step}).status_code == 302
    assert firm(cast).set_up == {}


def test_a_wrong_address_comes_back_with_a_sentence(cast, olive):
    answer = olive.post("/set-up/contact/", {"phone": "1", "support_email": "nobody"})
    assert answer.status_code == 422
    assert "Enter an email address like name@example.com." in answer.content.decode()
    assert firm(cast).set_up == {}


def test_clients_are_done_by_themselves(cast, olive):
    Counts.objects.filter(firm=cast.firm).update(clients=0)
    page = olive.get("/set-up/clients/").content.decode()
    assert 'href="/clients/import/"' in page
    assert "clients" not in firm(cast).set_up
    Counts.objects.filter(firm=cast.firm).update(clients=2)
    assert "2 clients are here." in olive.get("/set-up/clients/").content.decode()
    assert firm(cast).set_up["clients"]


def test_the_logo_is_shown_to_clients_and_in_emails_and_can_be_taken_away(cast, olive, client):
    olive.post("/set-up/logo/", upload(picture()))
    digest = Branding.objects.get(firm=cast.firm).logo_digest
    url = f"/brand/logo-{digest}.png"
    assert url in client.get("/login/").content.decode()
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/brand/logo-0123456789abcdef.png").status_code == 404
    olive.post("/set-up/email/", {"to": TO, "sender_address": ""})
    assert f"http://testserver{url}" in Message.objects.get().letter.html
    assert "Remove logo" in olive.get("/settings/branding/").content.decode()
    olive.post("/settings/branding/logo/remove/")
    assert client.get(url).status_code == 404
    assert url not in client.get("/login/").content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not a picture we can read"),
        (b"GIF89a" + b"\0" * 40, "not a picture we can read"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (2 * 1024 * 1024), "larger than 2 MB"),
    ],
)
def test_what_is_no_logo_is_explained_and_the_old_one_stays(cast, olive, data, sentence):
    olive.post("/set-up/logo/", upload(picture()))
    before = bytes(Logo.objects.get().png)
    answer = olive.post("/set-up/logo/", upload(data))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert bytes(Logo.objects.get().png) == before
    assert olive.post("/set-up/logo/").status_code == 422


def test_a_test_email_leaves_and_the_servers_own_words_are_shown(cast, olive, settings):
    with running(Sink()) as sink:
        use_server(settings, sink.port)
        answer = olive.post("/set-up/email/", {"to": TO, "sender_address": "office@alder.example"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The test email has left." in page
    assert "250 Taken" in page
    assert "2 of 5 done" in page
    [email] = sink.emails(TO)
    assert email["Subject"] == "A test from Alder & Pike"
    assert "office@alder.example" in email["From"]
    assert (Message.objects.get().state, Message.objects.get().kind) == ("sent", "test")
    assert firm(cast).set_up["email"]
    assert Event.objects.filter(name="email.tested").count() == 1


@pytest.mark.parametrize(
    ("told", "state"),
    [("550 5.7.1 Relaying denied", "failed"), ("550 5.1.1 No such user", "inactive"), ("451 4.3.2 Later", "deferred")],
)
def test_a_refusal_is_shown_in_the_servers_own_words(cast, olive, settings, told, state):
    with running(Sink(answers={TO: told})) as sink:
        use_server(settings, sink.port)
        answer = olive.post("/set-up/email/", {"to": TO, "sender_address": ""})
    assert answer.status_code == 422
    later = state == "deferred"
    assert ("The test email has not left yet. We try again by ourselves." in answer.content.decode()) is later
    assert ("The test email did not leave." in answer.content.decode()) is not later
    assert told in answer.content.decode()
    assert Message.objects.get().state == state
    assert "email" not in firm(cast).set_up


def test_a_server_that_is_away_is_said_and_nothing_waits_to_leave_later(cast, olive, settings):
    use_server(settings, free_port())
    answer = olive.post("/set-up/email/", {"to": TO, "sender_address": ""})
    assert answer.status_code == 422
    assert "can&#x27;t be reached. Nothing answers there. Check the name and the port" in answer.content.decode()
    assert "Errno" not in answer.content.decode()
    assert Message.objects.get().state == "failed"


def test_without_a_mail_server_the_page_says_where_emails_are(cast, olive):
    assert "they are kept on this computer" in olive.get("/set-up/email/").content.decode()
    assert "Kept on this computer." in olive.post("/set-up/email/", {"to": TO}).content.decode()


@pytest.mark.parametrize("wrong", [{"to": ""}, {"to": "olive"}, {"sender_address": "x@y"}])
def test_a_wrong_address_sends_nothing(cast, olive, wrong):
    assert olive.post("/set-up/email/", {"to": TO, "sender_address": "", **wrong}).status_code == 422
    assert not Message.objects.exists()


def test_an_address_that_came_back_gets_no_test(cast, olive):
    AddressState.objects.create(firm=cast.firm, address=TO, inactive_since=cast.firm.created_at, reason="Gone.")
    answer = olive.post("/set-up/email/", {"to": TO, "sender_address": ""})
    assert "came back before" in answer.content.decode()
    assert not Message.objects.exists()
