"""PostgreSQL writes an outcome while the next email is made ready; no email leaves before that is done."""

import time
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Message, State
from tests.mail.conftest import address

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LONG_ENOUGH = 0.3  # seconds, in which an email would have left a hundred times


class Grip:
    """Holds the first email's row from the moment the server took it until its outcome has waited for that."""

    def __init__(self, smtp, first: Message) -> None:
        self.smtp, self.first, self.then = smtp, first, lambda pid: time.sleep(LONG_ENOUGH)
        self.sender = connection.connection.info.backend_pid
        self.held, self.thread = Event(), Thread(target=self._hold)
        self.left_meanwhile: list[str] = []

    def take(self) -> None:
        if len(self.smtp.received) == 1:
            self.thread.start()
            self.held.wait(10)

    def _hold(self) -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                Message.objects.select_for_update().get(pk=self.first.pk)
                self.held.set()
                blocked = False
                while not blocked:
                    cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [self.sender])
                    (blocked,) = cursor.fetchone()
                self.then(self.sender)
                self.left_meanwhile = list(self.smtp.counts)
        finally:
            connection.close()


@pytest.fixture
def grip(smtp, campaign, queue_n):
    connection.ensure_connection()
    grip = Grip(smtp, queue_n(3, campaign)[0])
    smtp.on_taken = grip.take
    yield grip
    grip.thread.join()


def test_the_next_email_waits_until_the_outcome_of_the_one_before_is_written(grip, smtp):
    assert deliver_due(None) == 3
    grip.thread.join()
    assert grip.left_meanwhile == [address(0)]
    assert smtp.counts == {address(i): 1 for i in range(3)}


def test_an_outcome_whose_connection_was_lost_on_the_way_is_written_once_more(grip, smtp):
    grip.then = _end_connection
    assert deliver_due(None) == 3
    assert smtp.counts == {address(i): 1 for i in range(3)}
    assert set(Message.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def _end_connection(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
