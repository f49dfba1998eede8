"""Bounces in a mailbox are taken once, over real IMAP."""

import imaplib
from urllib.parse import quote

import pytest

from latchstring.config.receiver import imap
from latchstring.mail.bounces import returns
from latchstring.mail.bounces.collect import Unreachable, collect
from latchstring.mail.models import MailEvent, Message, State
from tests.mail import dovecot
from tests.mail.bounce_kit import bounce, left
from tests.mail.conftest import address
from tests.mail.smtp import free_port

pytestmark = pytest.mark.skipif(bool(dovecot.MISSING), reason=dovecot.MISSING)


@pytest.fixture(scope="module")
def ports():
    with dovecot.running() as found:
        yield found


@pytest.fixture
def port(ports):
    return ports.imap


def mailbox(port, password=dovecot.PASSWORD, folder="", *, scheme="imap", host="127.0.0.1"):
    return imap("X", f"{scheme}://{dovecot.USER}:{quote(password, safe='')}@{host}:{port}/{folder}")


@pytest.fixture
def inbox(port):
    with imaplib.IMAP4("127.0.0.1", port) as opened:
        opened.login(dovecot.USER, dovecot.PASSWORD)
        yield opened
        opened.select()
        opened.store("1:*", "+FLAGS", r"(\Deleted)")
        opened.expunge()


def put(inbox, *emails):
    for raw in emails:
        inbox.append("INBOX", None, None, raw.replace(b"\n", b"\r\n"))


def test_each_is_taken_once_and_stays(port, inbox, queue_n, campaign, settings):
    settings.BOUNCE_DOMAIN = "bounces.alderpike.example"
    by_id, by_path, by_both = left(queue_n(3, campaign))
    put(
        inbox,
        bounce(address(0), message_id=by_id.pk),
        bounce(address(1), sent_to=returns.path(by_path.pk)),
        bounce(address(2), sent_to=returns.path(by_both.pk), message_id=by_id.pk),
        b"Subject: Lunch?\n\nAt noon?\n",
    )
    assert collect(mailbox(port)) == 4
    assert collect(mailbox(port)) == 0
    assert list(Message.objects.values_list("state", flat=True)) == [State.INACTIVE] * 3
    assert MailEvent.objects.exclude(why="").get().subject == "Lunch?"
    inbox.select()
    assert len(inbox.search(None, "ALL")[1][0].split()) == 4


def test_one_that_was_not_marked_any_more_changes_nothing_the_second_time(port, inbox, queue_n, campaign):
    (sent,) = left(queue_n(1, campaign))
    put(inbox, bounce(address(0), message_id=sent.pk))
    collect(mailbox(port))
    inbox.select()
    inbox.store("1:*", "-FLAGS", r"(\Seen)")
    assert collect(mailbox(port)) == 1
    assert MailEvent.objects.count() == 1


def test_of_a_large_one_only_the_beginning_is_fetched(port, inbox, queue_n, campaign):
    (sent,) = left(queue_n(1, campaign))
    put(inbox, bounce(address(0), message_id=sent.pk) + (b"x" * 76 + b"\n") * 100_000)
    assert collect(mailbox(port)) == 1
    assert Message.objects.get().state == State.INACTIVE


def test_a_wrong_password_a_wrong_folder_and_a_closed_port_say_so(port, db):
    for where in (mailbox(port, password="wrong"), mailbox(port, folder="Nowhere"), mailbox(free_port())):
        with pytest.raises(Unreachable, match="can't be read") as unreachable:
            collect(where)
        assert where.password not in str(unreachable.value).replace("password", "")


@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls"])
def test_over_tls_only_a_certificate_that_is_trusted_and_names_the_host_gets_the_password(
    scheme, ports, inbox, queue_n, campaign, monkeypatch
):
    (sent,) = left(queue_n(1, campaign))
    put(inbox, bounce(address(0), message_id=sent.pk))
    port = ports.imaps if scheme == "imaps" else ports.imap
    with pytest.raises(Unreachable, match="self-signed certificate"):
        collect(mailbox(port, scheme=scheme))
    monkeypatch.setenv("SSL_CERT_FILE", str(ports.certificate))
    with pytest.raises(Unreachable, match="not valid for 'localhost'"):
        collect(mailbox(port, scheme=scheme, host="localhost"))
    assert collect(mailbox(port, scheme=scheme)) == 1
    assert Message.objects.get().state == State.INACTIVE
