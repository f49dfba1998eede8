import csv
import io
import re
from datetime import timedelta

import pytest

from latchstring.kernel import clock
from latchstring.mail import faults
from latchstring.mail.models import Alert, Campaign, Message, State
from latchstring.portals.actions.accept import accept
from latchstring.portals.models import InviteBatch, PortalUser
from latchstring.portals.queries.progress import progress
from latchstring.web.firm.manager.running import time_left
from tests.portals.people import leave, login, token_of
from tests.web.client_kit import browser_of, count
from tests.web.manager_kit import body, many_clients, mute_client, opened_batch, send

PLACES = ["", "progress/", "problems.csv", "cancel/"]


def url(batch, place=""):
    return f"/clients/portals/batches/{batch.pk}/{place}"


def outcomes(text):
    """The figures by their labels."""
    found = re.findall(r"</svg>([A-Za-z ]+)</span></dt><dd>([\d,]+)</dd>", text)
    return {label: int(figure.replace(",", "")) for label, figure in found}


@pytest.fixture
def batch(cast):
    return opened_batch(cast.olive, cast.acme, cast.beta, mute_client(cast.firm), personal="on", message="Hello")


def test_the_page_says_how_far_it_is(cast, batch):
    text = body(browser_of(cast.olive).get(url(batch)))
    assert "Sending invites" in text
    assert '1 <span class="subtle">of 3</span>' in text
    assert outcomes(text) == {
        "Accepted": 0, "Delivered": 0, "Sent": 0, "Email inactive": 0, "Skipped": 1, "Queued": 2,
    }  # fmt: skip
    assert "Cancel stops the 2 that have not gone out." in text
    assert "<dd>Olive</dd>" in text


def test_outcomes_always_add_up_to_the_selected(cast, batch):
    leave()
    accept(token_of(PortalUser.objects.get(address="bob@beta.example")), user=login("bob@beta.example"))
    found = outcomes(body(browser_of(cast.olive).get(url(batch))))
    assert sum(found.values()) == 3
    assert (found["Accepted"], found["Sent"], found["Skipped"]) == (1, 1, 1)


def test_email_that_came_back_is_a_problem_with_its_fix(cast, batch):
    leave(State.INACTIVE)
    text = body(browser_of(cast.olive).get(url(batch)))
    assert outcomes(text)["Email inactive"] == 2
    person = PortalUser.objects.get(address="bob@beta.example")
    assert f"/clients/portals/users/{person.pk}/email/" in text
    assert 'aria-label="Change email: Bob Beta"' in text
    assert 'aria-label="Add email: Birchwood Lane HOA"' in text or "Add email: Hal Birch" in text


def test_problems_are_filtered_by_reason(cast, batch):
    leave(State.INACTIVE)
    text = body(browser_of(cast.olive).get(url(batch), {"reason": "no-email"}))
    rows = text.split('class="rows"')[1].split("</ul>")[0]
    assert rows.count("<li") == 1
    assert "No email address" in rows


def test_the_list_can_be_downloaded_without_formulas(cast, batch):
    Message.objects.update(state=State.FAILED, reason="=HYPERLINK(1)")
    answer = browser_of(cast.olive).get(url(batch, "problems.csv"))
    rows = list(csv.reader(io.StringIO(body(answer))))
    assert rows[0] == ["Name", "Client", "Reason", "Detail", "Fix"]
    assert len(rows) == 4
    assert "'=HYPERLINK(1)" in {row[2] for row in rows}


def test_it_polls_while_it_runs_and_stops_with_286(cast, batch):
    browser = browser_of(cast.olive)
    assert 'hx-trigger="every 2s"' in body(browser.get(url(batch)))
    running = browser.get(url(batch, "progress/"))
    assert running.status_code == 200
    assert "<html" not in body(running)
    leave()
    over = browser.get(url(batch, "progress/"))
    assert over.status_code == 286
    assert 'id="batch-head" hx-swap-oob="true"' in body(over)
    assert 'id="problems"' in body(over)
    assert "every 2s" not in body(browser.get(url(batch)))


def test_each_tenth_is_there_to_be_announced(cast, batch):
    assert 'data-words="30% done, 1 of 3"' in body(browser_of(cast.olive).get(url(batch, "progress/")))


@pytest.mark.parametrize("held", [False, True])
def test_while_a_send_is_being_opened_no_percentage_is_shown_that_could_fall(cast, batch, held):
    browser = browser_of(cast.olive)
    assert ">33%" in body(browser.get(url(batch)))
    Campaign.objects.update(opened_at=None, paused_at=clock.now() if held else None)
    text = body(browser.get(url(batch, "progress/")))
    assert "1 of 3 prepared so far" in re.sub(r"<[^>]+>", "", text)
    assert "%" not in re.sub(r"<[^>]+>", "", text)
    assert 'data-tenth="" data-words="1 of 3"' in text


def test_the_time_left_goes_by_the_pace_of_the_last_seconds(cast, batch):
    lately = Message.objects.filter(to_address="bob@beta.example")
    lately.update(state=State.SENT, sent_at=clock.now() - timedelta(seconds=10))
    assert 10 <= progress(batch).seconds_left < 20
    assert "less than a minute left</p>" in body(browser_of(cast.olive).get(url(batch, "progress/")))
    lately.update(sent_at=clock.now() - timedelta(minutes=1))
    assert progress(batch).seconds_left is None
    assert [time_left(seconds) for seconds in (None, 240, 7200)] == ["", "about 4 minutes left", "about 2 hours left"]


def test_pause_and_resume(cast, batch):
    browser = browser_of(cast.olive)
    assert browser.post(url(batch, "pause/"))["Location"] == url(batch)
    text = body(browser.get(url(batch)))
    assert "Sending is paused" in text
    assert ">Resume<" in re.sub("<svg.*?</svg>", "", text)
    browser.post(url(batch, "resume/"))
    assert "Sending invites" in body(browser.get(url(batch)))


def test_cancel_names_the_numbers_then_stops_the_rest(cast, batch):
    browser = browser_of(cast.olive)
    assert "Cancel the 2 that have not gone out?" in body(browser.get(url(batch, "cancel/")))
    assert Message.objects.filter(state=State.QUEUED).count() == 2
    browser.post(url(batch, "cancel/"))
    assert Message.objects.filter(state=State.CANCELLED).count() == 2
    found = outcomes(body(browser.get(url(batch))))
    assert (found["Cancelled"], found["Queued"], sum(found.values())) == (2, 0, 3)


def test_a_scheduled_batch_names_its_moment(cast):
    send(cast.olive, cast.acme, when="later", date="2031-07-01", time="09:00")
    text = re.sub("<.*?>", "", body(browser_of(cast.olive).get(url(InviteBatch.objects.get()))))
    assert "Goes out Jul 1, 2031 at 9:00 AM." in text


def test_only_the_page_after_send_forgets_the_ticks(cast, batch):
    browser = browser_of(cast.olive)
    assert 'data-forget="manager-without"' in body(browser.get(url(batch), {"sent": "manager-without"}))
    assert "data-forget" not in body(browser.get(url(batch)))


@pytest.mark.parametrize("place", [*PLACES, "pause/", "resume/"])
def test_signed_out_other_firm_and_wrong_role(cast, batch, place):
    method = "get" if place in PLACES else "post"
    status = [
        getattr(browser_of(who), method)(url(batch, place)).status_code for who in (None, cast.rita, cast.sam, cast.vic)
    ]
    assert status == [302, 404, 403, 403]


def test_wrong_methods(cast, batch):
    browser = browser_of(cast.olive)
    assert {browser.post(url(batch, place)).status_code for place in ("", "progress/", "problems.csv")} == {405}
    assert {browser.get(url(batch, place)).status_code for place in ("pause/", "resume/")} == {405}


@pytest.mark.parametrize("place", ["", "progress/"])
def test_statements_do_not_grow_with_the_batch(cast, place):
    many_clients(cast.firm, 10)
    few = count(browser_of(cast.olive), url(opened_batch(cast.olive), place))
    many_clients(cast.firm, 990, start=10)
    assert count(browser_of(cast.olive), url(opened_batch(cast.olive), place)) == few


def test_a_fault_of_ours_that_paused_it_is_said_here_and_mended_with_one_click(cast, batch):
    olive = browser_of(cast.olive)
    costs = count(olive, url(batch, "progress/"))
    refused = Message.objects.all()[0]
    Message.objects.filter(pk=refused.pk).update(state=State.FAILED, ended_at=refused.created_at)
    faults.note(refused.pk, "Our DKIM signature is broken.", "550 5.7.26 DKIM")
    alert = Alert.objects.create(
        firm=cast.firm, campaign=batch.campaign, reason="Our DKIM signature is broken.", detail="550 5.7.26 DKIM"
    )
    Campaign.objects.update(paused_at=alert.created_at, finished_at=None)
    for place in ("", "progress/"):
        text = body(olive.get(url(batch, place)))
        assert "Our DKIM signature is broken." in text
        assert "550 5.7.26 DKIM" in text
        assert "It is mended: go on sending" in text
        assert 'id="batch-resume"' not in text
    assert count(olive, url(batch, "progress/")) == costs
    answer = olive.post(f"/emails/alerts/{alert.pk}/go-on/", {"next": url(batch)}, follow=True)
    assert answer.request["PATH_INFO"] == url(batch)
    text = body(answer)
    assert "Sending invites" in text
    assert "DKIM" not in text
    assert Message.objects.filter(state=State.QUEUED).count() == 2


def test_the_way_back_from_going_on_is_never_another_site(cast, batch):
    alert = Alert.objects.create(firm=cast.firm, campaign=batch.campaign, reason="Broken.")
    answer = browser_of(cast.olive).post(f"/emails/alerts/{alert.pk}/go-on/", {"next": "//evil.example/"})
    assert answer["Location"] == "/home/"


def test_what_needs_a_fix_is_drawn_anew_when_there_is_more_of_it(cast, batch):
    browser = browser_of(cast.olive)

    def poll():
        known = re.search('name="unreached" value="([0-9]+)"', shown)[1]
        return body(browser.get(url(batch, "progress/"), {"unreached": known}))

    shown = body(browser.get(url(batch)))
    assert 'id="problems"' not in poll()
    Message.objects.filter(to_address="bob@beta.example").update(state=State.FAILED, reason="It was refused.")
    shown = poll()
    assert 'id="problems" aria-labelledby="problems-title" hx-swap-oob="true"' in shown
    assert "It was refused." in shown
    assert 'id="problems"' not in poll()
