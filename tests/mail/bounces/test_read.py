"""Emails that came back are read whatever shape they have; nothing that strangers send stops us."""

import base64
import time
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from latchstring.mail.bounces.facts import Kind, Stage
from latchstring.mail.bounces.judge import judge
from latchstring.mail.bounces.read import MOST, read

REPORT = b"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example
To: b+1@bounces.example
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

<ana@mail.example>: host mx.mail.example said: 550 5.1.1 User unknown (in reply to RCPT TO command)

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Original-Recipient: rfc822;ana@mail.example
Final-Recipient: rfc822; ana.relayed@other.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.mail.example
Diagnostic-Code: smtp; 550 5.1.1 <ana@mail.example>:
    User unknown

--b
Content-Type: message/rfc822

Return-Path: <b+1@bounces.example>
Message-ID: <0123@firm.example>
From: Ruth <portal@firm.example>
To: ana@mail.example
Subject: Welcome

Hello
--b--
"""

PROSE = b"""\
From: Mailer Daemon <postmaster@mx.example>
To: b+1@bounces.example
Subject: failure notice

Sorry, your message could not be delivered.

<ana@mail.example>:
The mailbox of this person is full.

--- Below this line is a copy of the message.

Return-Path: <b+1@bounces.example>
Message-ID: <0123@firm.example>
From: portal@firm.example
To: ana@mail.example

Hello
"""


def forwarded(inner):
    head = b"From: ruth@firm.example\nTo: x@y.example\nSubject: Fwd\nMIME-Version: 1.0\n"
    return (
        head
        + b'Content-Type: multipart/mixed; boundary="f"\n\n--f\n\nSee this.\n--f\nContent-Type: message/rfc822\n\n'
        + (inner + b"\n--f--\n")
    )


def test_a_report_by_rfc_3464():
    facts = read(REPORT)
    assert (facts.kind, facts.stage) == (Kind.REPORT, Stage.RECIPIENT)
    assert (facts.original.message_id, facts.original.return_path) == ("0123@firm.example", "b+1@bounces.example")
    (recipient,) = facts.recipients
    assert (recipient.address, recipient.action, recipient.status) == ("ana@mail.example", "failed", "5.1.1")
    assert recipient.diagnostic == "550 5.1.1 <ana@mail.example>: User unknown"
    assert recipient.remote == "mx.mail.example"


def test_free_text_ends_where_the_original_begins():
    facts = read(PROSE)
    assert facts.words.endswith("The mailbox of this person is full.")
    assert facts.original.message_id == "0123@firm.example"
    assert [each.address for each in facts.recipients] == ["ana@mail.example"]
    assert judge(facts).reason == "mailbox-full"


def test_a_bounce_that_somebody_forwards_is_read_itself():
    facts = read(forwarded(forwarded(REPORT)))
    assert facts.original.message_id == "0123@firm.example"
    assert judge(facts).verdict == "dead"


def test_a_bounce_that_is_cut_off_says_what_it_still_says():
    whole = REPORT.index(b"Content-Type: message/rfc822")
    assert judge(read(REPORT[:whole])).verdict == "dead"
    assert judge(read(REPORT[: REPORT.index(b"Reporting-MTA")])).verdict == "dead"
    for cut in range(0, len(REPORT), 37):
        read(REPORT[:cut])


def test_iso_2022_jp_is_read_even_under_a_wrong_name():
    words = "メールボックスが一杯のため、配信できませんでした。".encode("iso2022_jp")
    for charset in (b"iso-2022-jp", b"us-ascii", b"no-such-charset"):
        raw = (
            b"From: postmaster@x.example\nContent-Type: text/plain; charset=" + charset + b"\n\n<a@b.example>\n" + words
        )
        assert judge(read(raw)).reason == "mailbox-full", charset


@pytest.mark.parametrize("charset", ["utf-8", "euc-jp", "cp932"])
def test_bytes_beyond_ascii_without_a_charset(charset):
    words = "宛先が見つかりませんでした。".encode(charset)
    assert judge(read(b"From: postmaster@x.example\n\n<a@b.example>\n" + words)).verdict == "dead"


def test_without_a_message_id_the_facts_stay_empty():
    facts = read(REPORT.replace(b"Message-ID: <0123@firm.example>\n", b""))
    assert facts.original.message_id == ""
    assert facts.original.to == "ana@mail.example"


def test_a_boundary_that_is_not_there():
    assert judge(read(REPORT.replace(b'boundary="b"', b'boundary="c"'))).verdict == "dead"
    assert judge(read(REPORT.replace(b'; boundary="b"', b""))).verdict == "dead"


def test_a_report_in_base64():
    head, rest = REPORT.split(b"Content-Type: message/delivery-status\n\n")
    status, tail = rest.split(b"\n--b\nContent-Type: message/rfc822")
    encoded = b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(
        status
    )
    facts = read(head + encoded + b"\n--b\nContent-Type: message/rfc822" + tail)
    assert facts.recipients[0].address == "ana@mail.example"


def test_html_alone_is_read_without_its_marks():
    head = b"From: postmaster@x.example\nContent-Type: text/html\n\n"
    raw = head + b"<style>spam</style><p>There is no such user <b>here</b>.</p>"
    assert judge(read(raw)).rule == "any: “no such {person}”"


def test_thirty_megabytes_cost_no_more_than_half_of_one():
    begin = time.process_time()
    source = BytesIO(REPORT.replace(b"Hello\n", b"x" * 76 + b"\n" * 400_000))
    assert judge(read(source)).verdict == "dead"
    assert source.tell() == min(MOST, len(source.getvalue()))
    assert judge(read(REPORT + b"A" * 30_000_000)).verdict == "dead"
    assert time.process_time() - begin < 4


@pytest.mark.parametrize(
    "piece",
    [
        b"a@",
        b"a.",
        b"a: \n",
        b"a: b\n",
        b"<a ",
        b"> ",
        b"5.1.1 ",
        b"user ",
        b"=?utf-8?b?",
        b"Content-Type: message/rfc822\n\n",
    ],
)
def test_what_is_made_to_cost_time_does_not(piece):
    begin = time.process_time()
    for head in (b"", b"\n\n", b"Content-Type: text/html\n\n"):
        judge(read((head + piece * (MOST // len(piece)))[:MOST]))
    assert time.process_time() - begin < 10


def test_parts_within_parts_within_parts():
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3000))
    assert judge(read(nested)).verdict in ("unknown", "failed")


HEADS = st.sampled_from([
    b"", b"Content-Type: multipart/report; boundary=b\n\n--b\n", b"Content-Type: message/delivery-status\n\n",
    b"Content-Type: message/feedback-report\n\n", b"Content-Type: text/html; charset=utf-7\n\n", b"Subject: =?x?b?",
    b"Content-Type: message/rfc822\n\n", b"Content-Transfer-Encoding: base64\n\n", b'{"notificationType":"Bounce",',
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(HEADS, st.binary(max_size=200), st.sampled_from([REPORT, PROSE])), max_size=6).map(b"".join))
def test_no_bytes_crash_the_reader(raw):
    assert judge(read(raw)).verdict


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(REPORT)), st.binary(max_size=30), st.integers(0, 30))
def test_no_damage_crashes_the_reader(place, junk, less):
    judge(read(REPORT[:place] + junk + REPORT[place + less :]))


def test_a_bounce_that_calls_itself_an_automatic_answer_is_one():
    head = b"From: Mailsystem <system@mx.example>\nAuto-Submitted: auto-replied\nSubject: Your message\n"
    said = b"\n<ana@mail.example>: 550 5.1.1 User unknown\n"
    copy = (
        b"\n--- Original message ---\n\nFrom: portal@firm.example\nTo: ana@mail.example\nMessage-ID: <1@firm.example>\n"
    )
    assert judge(read(head + said + copy)).verdict == "dead"
    assert read(head + b"\nI am away, call 555 1234\n" + copy).kind is Kind.REPLY
