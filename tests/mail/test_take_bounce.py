"""A bounce is matched by our own signed return path or our own Message-ID, and by nothing else."""

import pytest

from latchstring.kernel.ids import uuid7
from latchstring.mail.actions.take_bounce import take_bounce
from latchstring.mail.bounces import returns
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import AddressState, MailEvent, Message, State
from tests.mail.bounce_kit import bounce, left
from tests.mail.conftest import address

DOMAIN = "bounces.alderpike.example"


@pytest.fixture(autouse=True)
def bounce_domain(settings):
    settings.BOUNCE_DOMAIN = DOMAIN


@pytest.fixture
def sent(queue_n, campaign):
    return left(queue_n(2, campaign))


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_every_email_leaves_with_a_return_path_of_its_own(smtp, campaign, queue_n):
    messages = queue_n(3, campaign)
    deliver_due(lambda ids: None)
    assert [returns.message_of(sender) for sender in smtp.senders] == [each.pk for each in messages]
    assert all(len(sender.partition("@")[0]) <= 64 for sender in smtp.senders)


def test_without_the_setting_the_sender_is_the_return_path(smtp, settings, campaign, queue_n):
    settings.BOUNCE_DOMAIN = ""
    queue_n(1, campaign)
    deliver_due(lambda ids: None)
    assert smtp.senders == ["portal@alderpike.example"]


def test_by_our_signed_return_path(sent):
    take_bounce(bounce("someone@else.example"), sent_to=returns.path(sent[0].pk))
    assert states() == [State.INACTIVE, State.SENT]
    assert AddressState.objects.get().address == address(0)


def test_the_return_path_may_have_been_written_in_capitals(sent):
    take_bounce(bounce(address(0)), sent_to=returns.path(sent[0].pk).upper())
    assert states() == [State.INACTIVE, State.SENT]


def test_by_our_message_id(sent):
    take_bounce(bounce(address(0), message_id=sent[0].pk))
    assert states() == [State.INACTIVE, State.SENT]


SIGNS = "abcdefghijklmnopqrstuvwxyz234567"


def forgeries(pk):
    path = returns.path(pk)
    local, domain = path.split("@")
    return {
        "the last sign is another": local[:-1] + SIGNS[SIGNS.index(local[-1]) ^ 1] + "@" + domain,
        "for another email": "b-" + returns.path(uuid7())[2:28] + local[28:] + "@" + domain,
        "at another domain": f"{local}@rival.example",
        "cut off": f"{local[:-3]}@{domain}",
        "no signature": f"{local[:28]}@{domain}",
        "signs that there are not": f"{local[:-1]}1@{domain}",
        "empty": "",
    }


@pytest.mark.parametrize("how", list(forgeries(uuid7())))
def test_a_forged_return_path_changes_nothing(sent, how):
    event = take_bounce(bounce(address(0)), sent_to=forgeries(sent[0].pk)[how])
    assert states() == [State.SENT, State.SENT]
    assert event.why == "It names no email of ours."
    assert not AddressState.objects.exists()


def test_a_path_that_was_signed_with_another_key_is_not_ours(sent, settings):
    path = returns.path(sent[0].pk)
    assert len(path.partition("@")[0]) == 54
    settings.SECRET_KEY = "another" * 9
    assert returns.message_of(path) is None


def test_a_message_id_of_another_domain_is_not_ours(sent):
    raw = bounce(address(0), message_id=sent[0].pk).replace(b"@alderpike.example", b"@rival.example")
    assert take_bounce(raw).why == "It names no email of ours."
    assert states() == [State.SENT, State.SENT]


def test_a_bounce_without_message_id_and_return_path_is_kept_and_shown(sent):
    event = take_bounce(bounce(address(0), sent_to="portal@alderpike.example"))
    assert (event.message_id, event.subject, event.came_from) == (
        None,
        "Undelivered Mail",
        "MAILER-DAEMON@mx.mail.example",
    )
    assert event.verdict == "dead"
    assert states() == [State.SENT, State.SENT]


def test_the_same_bounce_five_times_is_one(sent):
    for _ in range(5):
        take_bounce(bounce(address(0)), sent_to=returns.path(sent[0].pk))
    assert MailEvent.objects.count() == 1


def test_thirty_megabytes_and_what_is_cut_off(sent):
    raw = bounce(address(0))
    take_bounce(raw + b"x" * 30_000_000, sent_to=returns.path(sent[0].pk))
    take_bounce(raw[: raw.index(b"Content-Type: message/rfc822")], sent_to=returns.path(sent[1].pk))
    assert states() == [State.INACTIVE, State.INACTIVE]


def test_iso_2022_jp(sent):
    head = b"From: MAILER-DAEMON@x.example\nContent-Type: text/plain; charset=iso-2022-jp\n\n"
    words = f"<{address(0)}>\nメールボックスが一杯のため、配信できませんでした。".encode("iso2022_jp")
    event = take_bounce(head + words, sent_to=returns.path(sent[0].pk))
    assert (event.reason, states()) == ("mailbox-full", [State.FAILED, State.SENT])


def test_what_a_person_answers_is_no_bounce_whatever_it_says(sent):
    head = f"From: Ana <ana@mail.example>\nSubject: Re: Welcome\nIn-Reply-To: <{sent[0].pk.hex}@alderpike.example>\n\n"
    event = take_bounce(
        head.encode() + b"550 5.1.1 user unknown: the mailbox of my bookkeeper does not exist any more."
    )
    assert (event.verdict, event.message_id, states()) == ("unknown", None, [State.SENT, State.SENT])


def test_a_vacation_reply_is_harmless(sent):
    raw = b"From: Ana <ana@mail.example>\nSubject: Away\nAuto-Submitted: auto-replied\n\nThis account is closed."
    event = take_bounce(raw, sent_to=returns.path(sent[0].pk))
    assert (event.verdict, event.why, states()) == ("autoreply", "", [State.SENT, State.SENT])


def test_links_are_redacted_in_what_is_kept(sent):
    words = b"From: a@b.example\n\nIt said: https://portal.example/i/secret/ is gone"
    assert take_bounce(words).excerpt == "It said: [link] is gone"
