"""Whatever people type comes out exactly as typed, in its own place and nowhere else."""

import html
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from latchstring.mail.mime import headers
from latchstring.mail.mime.prepared import header_date, prepare
from latchstring.mail.mime.values import one_line
from latchstring.mail.models import Letter
from tests.mail.smtp import parse

NASTY = [
    "",
    "Ana",
    " Ana  Maria ",
    "Zoë Škvorecký",
    "🎉 👩‍👩‍👧 Q&A",
    "שלום עולם",
    "مرحبا\u202eabc",
    '"Ruth", \\ <x@y.example>',
    "=?utf-8?q?fake?=",
    "100% = {x} %(to)b %s",
    "{{link}} {{first_name}}",
    ".",
    ".\r\n.\r\nQUIT",
    "x\r\nBcc: everyone@rival.example\r\n\r\n<script>alert(1)</script>",
    "a\nb\rc\x00d\x0be\x85f\u2028g",
    "x" * 1_200,
    "é" * 700,
    "word " * 300,
    "-" * 76 + "=",
    "'onmouseover='x",
    "--=_000000000000000000000000",
]
values = st.text(st.characters(codec="utf-8"), max_size=300) | st.sampled_from(NASTY)


def letter(**fields):
    parts = {
        "from_name": "Ruth Alder, Alder & Pike",
        "from_address": "portal@alderpike.example",
        "subject": "{{first_name}}",
        "text": "[{{first_name}}]\n.\n[{{client_name}}] 100%\n",
        "html": '<p title="{{client_name}}">{{first_name}}</p>\n<b>=3D %</b>\n',
    }
    return Letter(digest=bytes(32), **(parts | fields))


def fill(the_letter, name="Ana", to="ana@mail.example", **fields):
    raw = prepare(the_letter).fill(
        id=uuid4(),
        to=headers.mailbox(name, to),
        date=header_date(datetime(2026, 3, 10, 9, 2, tzinfo=UTC)),
        fields={"first_name": "Ana", "client_name": "Acme"} | fields,
    )
    check_lines(raw)
    return parse(raw)


def check_lines(raw):
    assert raw.replace(b"\r\n", b"").count(b"\r") == raw.replace(b"\r\n", b"").count(b"\n") == 0
    head, _, body = raw.partition(b"\r\n\r\n")
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert max(map(len, head.split(b"\r\n"))) <= 320
    assert re.fullmatch(rb"(?:[A-Za-z-]+: .*\r\n(?:[ \t].*\r\n)*)+", head + b"\r\n")


class Seen(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.title, self.text, self.tags = None, "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, [name for name, _ in attrs]))
        self.title = self.title or dict(attrs).get("title")

    def handle_data(self, data):
        self.text += data


@settings(deadline=None, max_examples=300)
@given(values, values)
@example(NASTY[13], NASTY[14])
def test_every_value_arrives_as_it_was_typed(first, client):
    email = fill(letter(), first_name=first, client_name=client)
    first, client = one_line(first), one_line(client)
    assert str(email["Subject"]) == first
    text = email.get_body(["plain"]).get_content().replace("\r\n", "\n")
    assert text == f"[{first}]\n.\n[{client}] 100%\n"
    page = Seen(email.get_body(["html"]).get_content().replace("\r\n", "\n"))
    assert page.tags == [("p", ["title"]), ("b", [])]
    assert (page.title or "") == client
    assert page.text == f"{first}\n=3D %\n"


@settings(deadline=None, max_examples=300)
@given(values)
def test_a_display_name_is_one_name_of_one_address(name):
    """Read by the older parser: the newer one puts a space between the encoded words of a long name."""
    email = fill(letter(), name=name)
    (address,) = email["To"].addresses
    assert address.addr_spec == "ana@mail.example"
    assert "Bcc" not in email
    raw = b"To: " + headers.mailbox(name, "ana@mail.example") + b"\r\n\r\n"
    shown, mailbox = parseaddr(message_from_bytes(raw)["To"])
    assert mailbox == "ana@mail.example"
    assert str(make_header(decode_header(shown))) == re.sub(" +", " ", one_line(name)).strip()


@pytest.mark.parametrize("value", NASTY)
def test_no_value_becomes_a_header_or_a_part(value):
    email = fill(letter(from_name=value or "x"), name=value, first_name=value, client_name=value)
    assert email.keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert [part.get_content_type() for part in email.iter_parts()] == ["text/plain", "text/html"]
    assert not email.defects


def test_what_a_value_holds_is_not_filled_in_again():
    email = fill(letter(), first_name="{{client_name}}", client_name="secret")
    assert str(email["Subject"]) == "{{client_name}}"
    assert "[{{client_name}}]" in email.get_body(["plain"]).get_content().replace("\r\n", "\n")


def test_a_letter_survives_whatever_it_says():
    text = "Dear all,\n\n.\n..\nFrom here\n  indented  \n=20 = 100%\n" + "long " * 100 + "\n" + "é" * 90 + "\n"
    email = fill(letter(text=text, html=f"<pre>{html.escape(text)}</pre>\n", reply_to="ruth@alderpike.example"))
    assert email.get_body(["plain"]).get_content().replace("\r\n", "\n") == text
    assert Seen(email.get_body(["html"]).get_content().replace("\r\n", "\n")).text == text + "\n"
    assert email["Reply-To"].addresses[0].addr_spec == "ruth@alderpike.example"


def test_a_date_is_one_that_mail_programs_read():
    assert fill(letter())["Date"].datetime == datetime(2026, 3, 10, 9, 2, tzinfo=UTC)


def test_a_missing_field_is_an_error():
    with pytest.raises(KeyError):
        fill(letter(text="{{nobody}}"))
