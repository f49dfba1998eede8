import re
from datetime import timedelta

import pytest

from latchstring.kernel import clock
from latchstring.mail.models import Campaign, Message
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.models import InviteBatch
from tests.web.client_kit import browser_of
from tests.web.manager_kit import body, send


@pytest.fixture
def batch(cast):
    cast.firm.undo_seconds = 10
    cast.firm.save()
    send(cast.olive, cast.acme, cast.beta)
    return InviteBatch.objects.get()


def url(batch, place=""):
    return f"/clients/portals/batches/{batch.pk}/{place}"


def opened(batch):
    Campaign.objects.filter(pk=batch.campaign_id).update(starts_at=clock.now() - timedelta(seconds=1))
    open_batches()


def test_the_page_and_its_toast_offer_undo(cast, batch):
    browser = browser_of(cast.olive)
    answer = send_more(browser, cast)
    text = body(browser.get(answer["Location"]))
    assert "Invites leave in 10 seconds" in text
    assert "Invites are about to leave" in text
    assert re.search(r"The first invites leave in (9|10) seconds", text)
    assert re.search(r"Leaves in (9|10) seconds", text)
    newest = InviteBatch.objects.latest("pk")
    assert text.count(f'action="{url(newest, "undo/")}"') == 2
    assert "Pause" not in text
    assert "Cancel the rest" not in text


def test_whoever_sends_by_keyboard_is_one_step_from_undo(cast, batch):
    browser = browser_of(cast.olive)
    heading = re.compile(r'<h1 id="batch-title" tabindex="-1"( autofocus)?>')
    assert heading.search(body(browser.get(url(batch))))[1]
    assert not heading.search(body(browser.get(url(batch, "progress/"))))[1]
    opened(batch)
    assert not heading.search(body(browser.get(url(batch))))[1]


def test_pressed_twice_the_toast_is_shown_once(cast, batch):
    browser = browser_of(cast.olive)
    answer = [send_more(browser, cast) for _ in range(2)][-1]
    text = body(browser.get(answer["Location"]))
    assert text.count("Invites leave in 10 seconds") == 1


def test_what_waits_is_counted_and_nothing_is_queued_yet(cast, batch):
    text = body(browser_of(cast.olive).get(url(batch)))
    assert "2 clients chosen" in re.sub(r"<[^>]+>", "", text)
    assert "queued" not in text.lower()


def send_more(browser, cast):
    form = {"selection": '{"mode":"filter","filter":{}}', "request_key": "two", "who": "primary", "when": "now"}
    return browser.post("/clients/portals/invites/send/", form)


def test_undo_says_that_nobody_was_invited(cast, batch):
    answer = browser_of(cast.olive).post(url(batch, "undo/"), follow=True)
    text = body(answer)
    assert "Taken back. Nobody was invited." in text
    assert ">Taken back</h1>" in text
    assert "every 2s" not in text
    opened(batch)
    assert not Message.objects.exists()


def test_a_send_that_was_scheduled_and_paused_can_be_taken_back_whole(cast, batch):
    Campaign.objects.filter(pk=batch.campaign_id).update(starts_at=clock.now() + timedelta(days=1))
    browser = browser_of(cast.olive)
    browser.post(url(batch, "pause/"))
    text = body(browser.get(url(batch)))
    assert "Sending is paused" in text
    assert url(batch, "undo/") in text
    assert "Cancel" not in text
    assert ">Taken back</h1>" in body(browser.post(url(batch, "undo/"), follow=True))


def test_too_late_is_a_sentence(cast, batch):
    opened(batch)
    text = body(browser_of(cast.olive).post(url(batch, "undo/"), follow=True))
    assert "so this can’t be undone" in text
    assert "Sending invites" in text
    assert Message.objects.count() == 2


def test_polling_takes_the_button_away_when_its_time_is_over(cast, batch):
    browser = browser_of(cast.olive)
    assert 'id="batch-undo"' in body(browser.get(url(batch, "progress/")))
    opened(batch)
    text = body(browser.get(url(batch, "progress/")))
    assert 'id="batch-head" hx-swap-oob="true"' in text
    assert 'id="batch-undo"' not in text
    Campaign.objects.filter(pk=batch.campaign_id).update(starts_at=clock.now() - timedelta(seconds=11))
    assert "batch-head" not in body(browser.get(url(batch, "progress/")))


def test_a_scheduled_send_can_be_taken_back_until_it_starts(cast, batch):
    Campaign.objects.filter(pk=batch.campaign_id).update(starts_at=clock.now() + timedelta(days=1))
    browser = browser_of(cast.olive)
    text = body(browser.get(url(batch)))
    assert "Invites are scheduled" in text
    assert 'id="batch-undo"' in text
    assert ">Taken back</h1>" in body(browser.post(url(batch, "undo/"), follow=True))


def test_other_firm_and_wrong_method(cast, batch):
    assert browser_of(cast.rita).post(url(batch, "undo/")).status_code == 404
    assert browser_of(cast.vic).post(url(batch, "undo/")).status_code == 403
    assert browser_of(cast.olive).get(url(batch, "undo/")).status_code == 405
