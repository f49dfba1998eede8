"""The fields of a report, however they were written down."""

import base64

from latchstring.mail.bounces.facts import Kind, Stage
from latchstring.mail.bounces.read import read
from tests.mail.bounces.test_read import REPORT


def test_fields_in_any_charset_are_read():
    for charset in ("utf-8", "cp1252"):
        facts = read(REPORT.replace(b"User unknown\n\n--b", "Boîte pleine\n\n--b".encode(charset)))
        assert facts.recipients[0].diagnostic.endswith("Boîte pleine")


def test_of_several_recipients_each_has_its_own_command():
    text = b"""<bea@mail.example>: host mx said: 550 User unknown (in reply to end of DATA command)
<ana@mail.example>:"""
    block = b"Final-Recipient: rfc822; bea@mail.example\nAction: failed\nStatus: 5.0.0\n\nOriginal-Recipient"
    facts = read(REPORT.replace(b"<ana@mail.example>:", text, 1).replace(b"Original-Recipient", block, 1))
    assert {each.address: each.stage for each in facts.recipients} == {
        "bea@mail.example": Stage.CONTENT,
        "ana@mail.example": Stage.RECIPIENT,
    }


def test_fields_that_are_encoded_are_read():
    before, status = REPORT.split(b"Content-Type: message/delivery-status\n\n")
    fields, after = status.split(b"\n\n--b", 1)
    packed = b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(
        fields
    )
    assert read(before + packed + b"\n--b" + after).recipients == read(REPORT).recipients


def test_encoded_words_in_a_servers_answer_are_decoded():
    said = base64.b64encode("550 Пользователь не найден".encode())
    raw = REPORT.replace(b"550 5.1.1 <ana@mail.example>:\n    User unknown", b"=?utf-8?B?" + said + b"?=")
    assert read(raw).recipients[0].diagnostic == "550 Пользователь не найден"


def test_a_complaint_whose_fields_are_sent_as_text_is_one():
    kind = b"Content-Type: text/plain\n\nFeedback-Type: abuse\nVersion: 1\n"
    raw = b"From: fbl@isp.example\nSubject: FW: Welcome\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    assert read(raw + kind + b"\n--b--\n").kind is Kind.COMPLAINT
