"""The receiver takes what is for our signed return paths, and never loses what it has answered 250 to."""

import asyncio
import signal
import smtplib
import subprocess
import threading
from contextlib import contextmanager

import pytest

from latchstring.kernel.ids import uuid7
from latchstring.mail.bounces import returns
from latchstring.mail.bounces.receive import LARGEST, Receiver, protocol
from latchstring.mail.models import AddressState, MailEvent, Message, State
from tests.cli.shell import COMMAND, Shell, free_port
from tests.mail.bounce_kit import bounce, left
from tests.mail.conftest import address

DOMAIN = "bounces.alderpike.example"


@contextmanager
def listening(kind):
    """The receiver on a free port, in a thread of its own."""
    loop, ready, port = asyncio.new_event_loop(), threading.Event(), []

    def run():
        server = loop.run_until_complete(loop.create_server(protocol(kind, Receiver()), "127.0.0.1", 0))
        port.append(server.sockets[0].getsockname()[1])
        ready.set()
        loop.run_forever()
        server.close()
        loop.run_until_complete(asyncio.sleep(0.05))

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait(10)
    try:
        yield port[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def connect(kind, port):
    return (smtplib.LMTP if kind == "lmtp" else smtplib.SMTP)("127.0.0.1", port, local_hostname="mx.example")


@pytest.fixture(params=["smtp", "lmtp"])
def door(request, settings):
    settings.BOUNCE_DOMAIN = DOMAIN
    with listening(request.param) as port, connect(request.param, port) as smtp:
        yield smtp


@pytest.mark.django_db(transaction=True)
def test_a_bounce_for_our_return_path_is_recorded(door, queue_n, campaign):
    (sent,) = left(queue_n(1, campaign))
    door.sendmail("", [returns.path(sent.pk)], bounce(address(0)))
    assert MailEvent.objects.get().message_id == sent.pk
    assert Message.objects.get().state == State.INACTIVE
    assert AddressState.objects.get().address == address(0)


@pytest.mark.django_db(transaction=True)
def test_anything_else_is_refused(door):
    forged = returns.path(uuid7()).replace("b-a", "b-b")
    for to in ("portal@alderpike.example", f"postmaster@{DOMAIN}", f"b-{'a' * 42}@{DOMAIN}", forged):
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            door.sendmail("", [to], bounce(address(0)))
        assert refused.value.recipients[to][0] == 550
    assert not MailEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_long_lines_and_thirty_megabytes_are_taken(door, queue_n, campaign):
    (sent,) = left(queue_n(1, campaign))
    door.sendmail("", [returns.path(sent.pk)], bounce(address(0)) + b"x" * 5_000 + b"\r\n" + b"y" * 900 + b"\r\n")
    assert Message.objects.get().state == State.INACTIVE
    assert LARGEST > 30_000_000
    assert door.docmd("MAIL", f"FROM:<> SIZE={LARGEST + 1}")[0] == 552


def test_while_the_database_is_away_it_asks_to_try_again(tmp_path, settings):
    settings.BOUNCE_DOMAIN, settings.SECRET_KEY = DOMAIN, "k" * 60
    port = free_port()
    shell = Shell(tmp_path, {
        "LATCHSTRING_DATABASE_URL": "postgres://nobody:none@127.0.0.1:9/none",
        "LATCHSTRING_BOUNCE_DOMAIN": DOMAIN,
        "LATCHSTRING_SECRET_KEY": settings.SECRET_KEY,
        "LATCHSTRING_RECEIVER_URL": f"smtp://127.0.0.1:{port}",
    })  # fmt: skip
    process = subprocess.Popen(
        [*COMMAND, "receiver"], env=shell.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert b"Receiving bounces" in process.stdout.readline()
        with connect("smtp", port) as smtp, pytest.raises(smtplib.SMTPDataError) as refused:
            smtp.sendmail("", [returns.path(uuid7())], bounce(address(0)))
        assert refused.value.smtp_code == 451
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0
