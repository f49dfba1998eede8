"""Recipient 37 of 100 has trouble: everybody else has the email once, and 37 says why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from latchstring.kernel import clock
from latchstring.mail import stride
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import AddressState, MailLink, Message, Outage, State
from latchstring.mail.outbox import Post, queue
from tests.mail.conftest import address, make_letter, use_server
from tests.mail.smtp import Sink, running

BAD = address(37)


def nothing(ids):
    assert ids


def bring_forward(**which):
    Message.objects.filter(**which).update(due_at=clock.now())


def by_state():
    counts = {}
    for state in Message.objects.values_list("state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return counts


def test_a_hundred_go_out_once_each_over_one_connection(smtp, campaign, queue_n):
    queue_n(100, campaign)
    assert deliver_due(nothing) == 100
    assert smtp.counts == {address(i): 1 for i in range(100)}
    assert smtp.connections == 1
    assert by_state() == {State.SENT: 100}
    assert not Message.objects.filter(sent_at=None).exists()


def test_each_email_is_its_recipients_own(smtp, campaign, queue_n):
    messages = queue_n(3, campaign)
    deliver_due(nothing)
    email = smtp.emails(address(2))[0]
    assert email["To"] == f"Client 2 <{address(2)}>"
    assert email["From"] == '"Ruth Alder, Alder & Pike" <portal@alderpike.example>'
    assert email["Subject"] == "Welcome, Ana2"
    assert email["Message-ID"] == f"<{messages[2].pk.hex}@alderpike.example>"
    assert email["Auto-Submitted"] == "auto-generated"
    text = email.get_body(["plain"]).get_content()
    link = text.split("your portal: ")[1].strip()
    assert link.startswith("http://testserver/i/")
    assert f'href="{link}"' in email.get_body(["html"]).get_content()


def test_a_server_that_takes_few_emails_over_a_connection_is_called_again_and_nobody_waits(smtp, campaign, queue_n):
    smtp.a_connection = 2
    queue_n(7, campaign)
    assert deliver_due(nothing) == 7
    assert smtp.counts == {address(i): 1 for i in range(7)}
    assert smtp.connections == 4


def test_an_email_that_cannot_be_composed_does_not_hide_that_the_one_before_was_taken(smtp, campaign, queue_n):
    first, second = queue_n(2, campaign)
    Message.objects.filter(pk=second.pk).update(fields=second.fields | {"first_name": None})
    with pytest.raises(TypeError):
        deliver_due(nothing)
    first.refresh_from_db()
    assert (first.state, smtp.counts) == (State.SENT, {address(0): 1})


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("451 4.3.2 Greylisted", "The mail server asked us to try again later."),
        ("452 4.2.2 Mailbox full", "This mailbox is full. We try again later."),
        ("421 4.7.0 Too many connections", "The mail server asked us to try again later."),
        ("drop", "The connection to the mail server broke. We try again later."),
        ("drop-data", "The mail server did not say whether it took this email. We try again later."),
        ("data 451 4.3.0 Try later", "The mail server asked us to try again later."),
    ],
)
def test_passing_trouble_of_one_is_retried_for_that_one(smtp, campaign, queue_n, told, reason):
    smtp.answers[BAD] = told
    queue_n(100, campaign)
    assert deliver_due(nothing) == 99
    assert smtp.counts == {address(i): 1 for i in range(100) if i != 37}
    assert (smtp.connections == 1) == ("45" in told)
    message = Message.objects.exclude(state=State.SENT).get()
    assert (message.to_address, message.state, message.reason) == (BAD, State.DEFERRED, reason)
    assert timedelta(seconds=50) < message.due_at - clock.now() < timedelta(seconds=76)
    assert deliver_due(nothing) == 0
    smtp.answers.clear()
    bring_forward(pk=message.pk)
    assert deliver_due(nothing) == 1
    assert smtp.counts == {address(i): 1 for i in range(100)}


def test_a_server_that_hangs_on_one_holds_up_nobody_else(smtp, settings, campaign, queue_n):
    use_server(settings, smtp.port, timeout=0.5)
    smtp.answers[address(7)] = "hang"
    queue_n(12, campaign)
    assert deliver_due(nothing) == 11
    assert smtp.connections == 2
    message = Message.objects.exclude(state=State.SENT).get()
    assert (message.state, message.detail) == (State.DEFERRED, "The mail server gave no answer in time.")
    smtp.answers.clear()
    bring_forward(pk=message.pk)
    assert deliver_due(nothing) == 1
    assert smtp.counts == {address(i): 1 for i in range(12)}


@pytest.mark.parametrize("told", ["550 5.7.1 SPF check failed", "554 5.7.1 Relay access denied", "data 554 5.6.0 Spam"])
def test_our_own_fault_never_touches_the_client(smtp, campaign, queue_n, told):
    smtp.answers[BAD] = told
    queue_n(40, campaign)
    assert deliver_due(nothing) == 39
    assert Message.objects.exclude(state=State.SENT).get().state == State.FAILED
    assert not AddressState.objects.exists()


def test_after_five_days_of_trying_an_email_has_failed(smtp, campaign, queue_n):
    smtp.answers[address(0)] = "451 4.3.2 Later"
    queue_n(1, campaign)
    waits = []
    for _ in range(20):
        bring_forward(state__in=["queued", "deferred"])
        deliver_due(nothing)
        message = Message.objects.get()
        if message.state == State.FAILED:
            break
        waits.append((message.due_at - clock.now()).total_seconds() / 60)
    assert 0.9 < waits[0] < 1.3
    assert all(1150 < wait <= 1440 for wait in waits[-3:])
    assert waits[:-3] == sorted(waits[:-3])
    assert message.reason == "We tried for five days and the mail server never took it."


def test_when_nobody_listens_everything_waits_and_no_attempt_is_counted(no_smtp, campaign, queue_n):
    queue_n(20, campaign)
    assert deliver_due(nothing) == 0
    assert by_state() == {State.QUEUED: 20}
    assert not Message.objects.filter(attempts__gt=0).exists()
    outage = Outage.objects.get()
    assert "can't be reached" in outage.reason
    with running(Sink(port=no_smtp)) as sink:
        assert deliver_due(nothing) == 0
        Outage.objects.update(next_try_at=clock.now())
        assert deliver_due(nothing) == 20
    assert sink.counts == {address(i): 1 for i in range(20)}
    assert not Outage.objects.exists()


def test_the_server_is_left_alone_longer_the_longer_it_is_away(no_smtp, campaign, queue_n):
    queue_n(1, campaign)
    waits = []
    for _ in range(8):
        deliver_due(nothing)
        waits.append(round((Outage.objects.get().next_try_at - clock.now()).total_seconds()))
        Outage.objects.update(next_try_at=clock.now())
    assert all(
        least <= wait <= least * 1.25 for least, wait in zip([10, 20, 40, 80, 160, 240, 240], waits, strict=False)
    )


def test_what_failed_together_comes_back_apart(smtp, campaign, queue_n):
    for i in range(20):
        smtp.answers[address(i)] = "451 4.3.2 Later"
    queue_n(20, campaign)
    deliver_due(nothing)
    due = sorted(Message.objects.values_list("due_at", flat=True))
    assert due[-1] - due[0] > timedelta(seconds=5)


def test_a_server_that_drops_everybody_is_left_alone_after_three(smtp, campaign, queue_n):
    for i in range(20):
        smtp.answers[address(i)] = "drop"
    queue_n(20, campaign)
    assert deliver_due(nothing) == 0
    assert by_state() == {State.DEFERRED: 3, State.QUEUED: 17}
    assert Outage.objects.exists()


def test_a_retry_mints_a_new_link_and_keeps_the_message_id(smtp, campaign, queue_n):
    smtp.answers[address(0)] = "drop-sent"
    queue_n(1, campaign)
    deliver_due(nothing)
    smtp.answers.clear()
    bring_forward()
    deliver_due(nothing)
    first, second = smtp.emails(address(0))
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_body(["plain"]).get_content() != second.get_body(["plain"]).get_content()
    assert MailLink.objects.count() == 2


def test_an_email_without_one_of_its_fields_fails_alone(smtp, campaign, queue_n, cast):
    queue_n(2, campaign)
    queue_n(1, campaign, make_letter(cast.firm, text="Dear {{nobody}}"))
    assert deliver_due(nothing) == 2
    assert Message.objects.get(state=State.FAILED).reason == "This email lacks nobody."


def test_a_code_is_forgotten_once_it_has_left(smtp, cast):
    letter = make_letter(cast.firm, subject="Your code", text="{{code}}", html="{{code}}")
    message = queue(cast.firm.pk, letter, Post("a@b.example", fields={"code": "123456", "name": "A"}), kind="code")
    deliver_due(nothing)
    message.refresh_from_db()
    assert "123456" in smtp.emails("a@b.example")[0].get_body(["plain"]).get_content()
    assert (message.state, message.fields) == (State.SENT, {"name": "A"})
    assert message.sent_at


def test_one_statement_and_one_commit_for_each_email(smtp, campaign, queue_n, monkeypatch):
    monkeypatch.setattr(stride, "AT_ONCE", 60)  # however busy this machine is
    monkeypatch.setattr("latchstring.mail.delivery._LOOK_UP_EVERY", 3600.0)  # it costs by the second
    queue_n(400, campaign)
    with CaptureQueriesContext(connection) as captured:
        deliver_due(lambda ids: None)
    updates = [query for query in captured if "SET state = 'sent'" in query["sql"]]
    assert len(updates) == 400
    assert len(captured) <= 400 * 1.3
