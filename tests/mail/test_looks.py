"""How emails look to the programs that read them: size, styles, plain text, headers, and what filters think."""

import re
import shutil
import subprocess
from email import message_from_bytes, policy
from pathlib import Path

import pytest

import latchstring
from latchstring.mail.kinds import KINDS
from latchstring.mail.render import MAX_BYTES
from latchstring.web.public.mailbox.samples import TEMPLATES, sample

PAGE = "/mailbox/gallery/"
LINK = re.compile(r'href="([^"]+)"')
WORST = 2.0  # SpamAssassin's score; mail goes to spam from 5 on


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True
    settings.BASE_URL, settings.BASE_HOST = "https://portal.alder.example", "portal.alder.example"


def test_every_email_is_in_the_gallery():
    found = {
        path.name.removesuffix(".subject.txt") for path in Path(latchstring.__path__[0]).rglob("mail/*.subject.txt")
    }
    assert found == set(TEMPLATES.values())
    assert TEMPLATES.keys() <= KINDS.keys()  # the log names what the gallery shows


@pytest.mark.parametrize("kind", TEMPLATES)
def test_an_email_is_small_inlined_and_whole_as_text(cast, kind):
    email = sample(cast.firm, kind)
    assert len(email.html.encode()) < MAX_BYTES
    assert re.search(r"<table[^>]*max-width: ?560px", email.html)
    assert not re.search(r"<(?:script|form|img)\b", email.html)
    for link in LINK.findall(email.html):
        assert link in email.text, link
    assert not re.search(r"<a (?![^>]*color:)", email.html)  # a mail program's own blue is unreadable at night
    assert "…" not in email.subject + email.text
    assert "{{" not in email.html + email.text
    assert email.subject.strip()


def headers_of(cast, kind):
    return message_from_bytes(sample(cast.firm, kind).content(), policy=policy.default)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_only_what_may_be_stopped_offers_it_by_one_click(cast, kind):
    email = headers_of(cast, kind)
    offered = (email["List-Unsubscribe"], email["List-Unsubscribe-Post"])
    if kind in ("reminder", "file-shared"):
        assert offered == ("<https://portal.alder.example/stop/sample/>", "List-Unsubscribe=One-Click")
    else:
        assert offered == (None, None)


def test_an_address_that_would_break_a_header_is_left_out(cast):
    email = sample(cast.firm, "file-shared")
    for bad in ("https://x/\r\nBcc: all@x", "https://x/> <y", "javascript:alert(1)", "https://x/ y"):
        email.fields["unsubscribe"] = bad
        assert b"List-Unsubscribe" not in email.content()


def test_the_gallery_is_shown_in_a_demo_alone(cast, client, settings):
    client.defaults["SERVER_NAME"] = "portal.alder.example"
    assert client.get(PAGE).status_code == 200
    page = client.get(f"{PAGE}invite/").content.decode()
    assert "As plain text" in page
    answer = client.get(f"{PAGE}invite/body/")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(f"{PAGE}nothing/").status_code == 404
    settings.DEMO = settings.DEBUG = False
    for url in (PAGE, f"{PAGE}invite/", f"{PAGE}invite/body/"):
        assert client.get(url).status_code == 404


@pytest.mark.skipif(not shutil.which("spamassassin"), reason="needs Debian's package spamassassin")
@pytest.mark.slow
def test_spamassassin_finds_next_to_nothing(cast):
    """One run over all of them, since it takes seconds to begin; without the network."""
    from_line = b"From portal@alder.example Sun Nov 22 12:00:00 2026\n"
    box = b"\n".join(from_line + sample(cast.firm, kind).content().replace(b"\r\n", b"\n") for kind in TEMPLATES)
    command = ["spamassassin", "--local", "--mbox"]
    said = subprocess.run(command, input=box, capture_output=True, check=True, timeout=300).stdout.decode(
        "utf-8", "replace"
    )
    scores = [float(found) for found in re.findall(r"^X-Spam-Status: .*?score=(-?[\d.]+)", said, re.MULTILINE)]
    assert len(scores) == len(TEMPLATES)
    assert max(scores) < WORST, said[:3000]
