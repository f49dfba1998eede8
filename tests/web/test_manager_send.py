from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from latchstring.audit.models import Event
from latchstring.clients.actions.deactivate import deactivate
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import Access, Invite, InviteBatch, PortalUser
from tests.web.client_kit import ago, browser_of, let_in, statements
from tests.web.manager_kit import EVERYONE, body, ids, many_clients, mute_client, scoped_manager, send

URL = "/clients/portals/invites/send/"
RESEND = "/clients/portals/users/resend/"


def addresses():
    return set(Message.objects.filter(kind="invite").values_list("to_address", flat=True))


def test_send_writes_one_batch_and_leads_to_its_page(cast):
    answer = send(cast.olive, cast.acme, cast.beta, personal="on", message="Hello {First name}")
    batch = InviteBatch.objects.get()
    assert answer["Location"] == f"/clients/portals/batches/{batch.pk}/?sent=manager-without"
    assert (batch.message, batch.member_id) == ("Hello {First name}", cast.olive.pk)
    assert Message.objects.count() == 0
    open_batches()
    assert addresses() == {"carla@acme.example", "bob@beta.example"}
    assert Event.objects.filter(name="batch.started").count() == 1


def test_the_message_is_in_every_invite_of_the_batch(cast):
    send(cast.olive, cast.acme, cast.beta, personal="on", message="Welcome in.")
    open_batches()
    assert set(Invite.objects.values_list("note", flat=True)) == {"Welcome in."}


def test_a_message_switched_off_is_not_sent(cast):
    send(cast.olive, cast.acme, message="Not this")
    assert InviteBatch.objects.get().message == ""


def test_the_same_form_twice_sends_once(cast):
    key = uuid4().hex
    first = send(cast.olive, cast.acme, request_key=key)
    open_batches()
    second = send(cast.adam, cast.acme, request_key=key)
    assert second["Location"] == first["Location"]
    assert InviteBatch.objects.count() == 1


def test_all_that_match_is_evaluated_when_it_runs(cast):
    send(cast.olive, selection=f'{{"mode":"filter","filter":{{}},"excluded":["{cast.beta.pk}"]}}')
    many_clients(cast.firm, 1)
    open_batches()
    assert addresses() == {"carla@acme.example", "c0@many.example"}


def test_a_scheduled_batch_waits_in_the_firms_zone(cast):
    send(cast.olive, cast.acme, when="later", date="2031-07-01", time="09:00")
    starts = InviteBatch.objects.get().campaign.starts_at
    assert starts == datetime.fromisoformat("2031-07-01T13:00:00+00:00")
    open_batches()
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"personal": "on", "message": "Hi {Nickname} {Age}"}, "{Nickname}, {Age} are not fields."),
        ({"when": "later", "date": "2020-01-01", "time": "09:00"}, "This time has passed."),
        ({"when": "later", "date": "", "time": "09:00"}, "Choose the day and the time to send."),
        ({"when": "later", "date": "soon", "time": "09:00"}, "Enter the day like 2026-03-11."),
        ({"request_key": ""}, "Open this window again to send."),
    ],
)
def test_bad_input_says_so_and_keeps_what_was_typed(cast, typed, sentence):
    answer = send(cast.olive, cast.acme, **{"personal": "on", "message": "Dear {First name}", **typed})
    assert answer.status_code == 422
    text = body(answer)
    assert sentence in text
    assert f">{typed.get('message', 'Dear {First name}')}</textarea>" in text
    if "date" in typed:
        assert f'value="{typed["date"]}"' in text
    assert InviteBatch.objects.count() == 0


@pytest.mark.parametrize("posted", [{}, {"selection": "null"}, {"selection": '{"mode":"ids","ids":["x"]}'}])
def test_a_selection_that_cannot_be_read_sends_nothing(cast, posted):
    form = {"request_key": "k", "who": "primary", "when": "now", **posted}
    assert browser_of(cast.olive).post(URL, form).status_code == 422
    assert InviteBatch.objects.count() == 0


def test_posting_a_client_that_cannot_be_invited_is_a_sentence_not_a_batch(cast):
    deactivate(cast.owner, cast.beta)
    answer = send(cast.olive, mute_client(cast.firm), cast.beta)
    assert answer.status_code == 422
    assert body(answer).count("Nobody in this selection can be invited.") == 1
    assert InviteBatch.objects.count() == 0


def test_posting_one_among_others_skips_it_with_the_reason(cast):
    mute = mute_client(cast.firm)
    send(cast.olive, cast.acme, mute)
    open_batches()
    assert addresses() == {"carla@acme.example"}
    assert InviteBatch.objects.get().skips.get().reason == "no-email"


def test_clients_out_of_reach_get_nothing(cast):
    send(cast.olive, cast.acme, cast.rival_client)
    send(scoped_manager(cast.sam), cast.beta)
    open_batches()
    assert addresses() == {"carla@acme.example"}
    assert not Access.objects.filter(client__in=[cast.rival_client, cast.beta]).exists()


def test_htmx_is_told_where_to_go(cast):
    form = {"selection": ids(cast.acme), "request_key": "k", "who": "primary", "when": "now"}
    answer = browser_of(cast.olive).post(URL, form, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/clients/portals/batches/")


@pytest.mark.parametrize("url", [URL, RESEND])
def test_signed_out_other_firm_wrong_role_wrong_method(cast, url):
    posted = {"selection": EVERYONE, "request_key": "k", "who": "primary", "when": "now"}
    assert browser_of(None).post(url, posted).status_code == 302
    assert browser_of(cast.rita).post(url, posted).status_code == 404
    for member in (cast.sam, cast.vic):
        assert browser_of(member).post(url, posted).status_code == 403
    assert browser_of(cast.olive).get(url).status_code == 405
    assert InviteBatch.objects.count() == 0


def test_send_costs_the_same_for_many(cast):
    many_clients(cast.firm, 10)
    with statements() as few:
        send(cast.olive)
    many_clients(cast.firm, 990, start=10)
    with statements() as many:
        send(cast.olive)
    assert len(many) == len(few)


@pytest.fixture
def people(cast):
    """Carla came in, Luis waits, Bob was removed."""
    carla = let_in(cast.olive, cast.acme, "carla@acme.example", "Carla", accepted_at=ago(days=1)).person
    luis = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis").person
    bob = let_in(cast.olive, cast.beta, "bob@beta.example", "Bob").person
    remove_access(cast.owner, bob)
    Invite.objects.update(created_at=clock.now() - timedelta(days=2))
    return carla, luis, bob


def resend(member, *people, **posted):
    form = {"selection": ids(*people), "request_key": uuid4().hex, **posted}
    return browser_of(member).post(RESEND, form)


def test_bulk_resend_reaches_who_waits_and_says_who_was_skipped(cast, people):
    carla, luis, bob = people
    answer = resend(cast.olive, carla, luis, bob)
    batch = InviteBatch.objects.get()
    assert answer["Location"] == f"/clients/portals/batches/{batch.pk}/?sent=manager"
    open_batches()
    assert set(batch.invites.values_list("person", flat=True)) == {luis.pk}
    text = body(browser_of(cast.olive).get(answer["Location"]))
    for words in ("Already accepted", "Access was removed"):
        assert words in text


def test_boxes_without_scripts_resend_too(cast, people):
    browser_of(cast.olive).post(RESEND, {"user": str(people[1].pk), "request_key": "k"})
    assert InviteBatch.objects.get().kind == "resend"


def test_nobody_waiting_is_a_sentence_not_a_batch(cast, people):
    browser = browser_of(cast.olive)
    answer = browser.post(
        RESEND, {"selection": ids(people[0]), "request_key": "k", "next": "/clients/portals/?show=logged-in"}
    )
    assert answer["Location"] == "/clients/portals/?show=logged-in"
    assert "Nobody in this selection is waiting for an invite" in body(browser.get(answer["Location"]))
    assert InviteBatch.objects.count() == 0


def test_nothing_ticked_is_a_sentence(cast):
    browser = browser_of(cast.olive)
    browser.post(RESEND, {"request_key": "k", "next": "//evil.example/"})
    assert "Tick at least one row first." in body(browser.get("/clients/portals/"))


def test_back_never_leads_to_another_site(cast):
    for elsewhere in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer = browser_of(cast.olive).post(RESEND, {"next": elsewhere})
        assert answer["Location"] == "/clients/portals/"


def test_another_firms_people_are_not_reached(cast, people):
    theirs = let_in(cast.rita, cast.rival_client, "rosa@rival-client.example", "Rosa").person
    resend(cast.olive, people[1], theirs)
    open_batches()
    assert set(InviteBatch.objects.get().invites.values_list("person", flat=True)) == {people[1].pk}
    assert PortalUser.objects.filter(pk=theirs.pk).exists()
