"""The receiver of bounces is started where it is set, and says what is missing."""

from argparse import Namespace

import pytest

from latchstring.cli import serve
from latchstring.config.env import BadSetting
from latchstring.config.receiver import Listen, imap, listen


def test_serve_starts_it_only_when_set(settings):
    options = Namespace(no_worker=True)
    assert set(serve.children(options)) == {"web server"}
    settings.RECEIVER = Listen("smtp", "127.0.0.1", 2525)
    assert set(serve.children(options)) == {"web server", "receiver of bounces"}


def test_it_needs_a_domain_for_bounces():
    assert listen("RECEIVER_URL", "", "") is None
    assert listen("RECEIVER_URL", "lmtp://127.0.0.1:2003", "b.example") == Listen("lmtp", "127.0.0.1", 2003)
    with pytest.raises(BadSetting, match="needs LATCHSTRING_BOUNCE_DOMAIN"):
        listen("RECEIVER_URL", "smtp://0.0.0.0:25", "")


@pytest.mark.parametrize("url", ["http://x", "smtp:", "smtp://h:99999", "lmtp:///run/x"])
def test_a_wrong_address_is_one_sentence(url):
    with pytest.raises(BadSetting, match="can't be read"):
        listen("RECEIVER_URL", url, "b.example")


def test_a_mailbox_needs_user_and_password():
    found = imap("BOUNCE_MAILBOX_URL", "imaps://u%40x.example:p%2Fw@mail.example.com")
    assert (found.user, found.password, found.port, found.folder) == ("u@x.example", "p/w", 993, "INBOX")
    with pytest.raises(BadSetting, match="user and password are missing"):
        imap("BOUNCE_MAILBOX_URL", "imaps://mail.example.com")
