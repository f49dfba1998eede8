"""Several shares within ten minutes are one email to each person."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from latchstring.files.actions.share import share
from latchstring.files.actions.unshare import unshare
from latchstring.files.models import Document
from latchstring.kernel import clock
from latchstring.mail import set_back
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Message, State
from latchstring.portals.models import PortalUser
from tests.files.kit import portal_actor, sent


def shared(cast, *names, actor=None, **more):
    share(actor or cast.owner, cast.acme, [sent(cast.owner, cast.acme, name) for name in names], **more)


def emails():
    return Message.objects.filter(kind="file-shared").order_by("pk")


def test_shares_within_ten_minutes_become_one_email(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    start = clock.now()
    with time_machine.travel(start) as clocks:
        portal_actor(cast.acme)
        shared(cast, "A.pdf")
        clocks.shift(timedelta(minutes=9))
        shared(cast, "B.pdf", "C.pdf")
        assert deliver_due(lambda ids: None) == 0
        clocks.shift(timedelta(minutes=2))
        deliver_due(lambda ids: None)
    message = emails().get()
    assert message.state == State.SENT
    assert (message.fields["what"], message.fields["names"]) == ("3 files", "A.pdf, B.pdf, C.pdf")
    assert "/stop/" in message.fields["unsubscribe"]
    shared(cast, "D.pdf")
    assert emails().count() == 2


def test_a_message_of_ones_own_leaves_at_once_and_by_itself(cast):
    portal_actor(cast.acme)
    shared(cast, "A.pdf")
    shared(cast, "B.pdf", message="Please sign this one.")
    shared(cast, "C.pdf")
    gathered, own = emails()
    assert gathered.fields["names"] == "A.pdf, C.pdf"
    assert own.fields["names"] == "B.pdf"
    assert own.due_at <= clock.now() < gathered.due_at


def test_each_person_each_client_and_each_sender_has_their_own(cast):
    portal_actor(cast.acme)
    portal_actor(cast.beta, "Bob")
    shared(cast, "A.pdf")
    shared(cast, "B.pdf", actor=cast.staff)
    share(cast.owner, cast.beta, [sent(cast.owner, cast.beta, "C.pdf")])
    assert sorted(emails().values_list("fields__names", flat=True)) == ["A.pdf", "B.pdf", "C.pdf"]


def test_what_is_hidden_again_before_it_left_is_not_told(cast):
    portal_actor(cast.acme)
    shared(cast, "A.pdf", "B.pdf")
    unshare(cast.owner, cast.acme, list(Document.objects.filter(name="A.pdf")))
    assert emails().get().fields["names"] == "B.pdf"
    unshare(cast.owner, cast.acme, list(Document.objects.filter(name="B.pdf")))
    assert emails().get().state == State.CANCELLED


def test_what_waits_leaves_ten_minutes_after_the_first_and_takes_in_nothing_once_it_is_due(cast):
    with time_machine.travel(datetime(2026, 3, 12, 15, 0, tzinfo=UTC), tick=False) as clocks:
        portal_actor(cast.acme)
        shared(cast, "A.pdf")
        clocks.shift(timedelta(minutes=9))
        shared(cast, "B.pdf")
        assert emails().get().due_at == clock.now() + timedelta(minutes=1)
        clocks.shift(timedelta(minutes=1))  # the worker is busy, or away
        shared(cast, "C.pdf")
        assert list(emails().values_list("fields__names", flat=True)) == ["A.pdf, B.pdf", "C.pdf"]
        assert emails().last().due_at == clock.now() + timedelta(minutes=10)


def test_what_a_client_sends_is_told_two_minutes_after_the_first_and_takes_in_nothing_once_it_is_due(cast):
    with time_machine.travel(datetime(2026, 3, 12, 15, 0, tzinfo=UTC), tick=False) as clocks:
        carla = portal_actor(cast.acme)
        sent(carla, cast.acme, "1.pdf")
        clocks.shift(timedelta(minutes=1))
        sent(carla, cast.acme, "2.pdf")
        clocks.shift(timedelta(minutes=1))
        sent(carla, cast.acme, "3.pdf")
        told = Message.objects.filter(kind="file-received").order_by("pk")
        assert list(told.values_list("fields__names", flat=True)) == ["1.pdf, 2.pdf", "3.pdf"]
        assert told.last().due_at == clock.now() + timedelta(minutes=2)


def test_a_message_of_ones_own_waits_not_for_others_but_for_the_morning(cast):
    with time_machine.travel(datetime(2026, 3, 12, 4, 0, tzinfo=UTC), tick=False):  # midnight in New York
        portal_actor(cast.acme)
        shared(cast, "A.pdf", message="Please sign this one.")
        assert emails().get().due_at == clock.now()
        PortalUser.objects.update(quiet_from=22, quiet_until=7)
        shared(cast, "B.pdf", message="And this one.")
        shared(cast, "C.pdf")
        assert set(emails()[1:].values_list("due_at", flat=True)) == {datetime(2026, 3, 12, 11, 0, tzinfo=UTC)}
        assert emails().count() == 3


@pytest.mark.parametrize("hours", [1, -1], ids=["forward", "back"])
def test_a_clock_that_jumps_holds_up_no_news_and_wakes_nobody(cast, hours):
    """What is gathered waits its minutes, by the new time as by the old one; quiet hours end at their hour."""
    with time_machine.travel(datetime(2026, 3, 12, 15, 0, tzinfo=UTC), tick=False) as clocks:
        set_back.follow()
        portal_actor(cast.acme)
        clocks.shift(1)
        shared(cast, "A.pdf")
        PortalUser.objects.update(quiet_from=10, quiet_until=20)  # it is eleven in New York
        shared(cast, "B.pdf", actor=cast.staff)
        clocks.shift(timedelta(hours=hours))
        set_back.follow()
        soon, evening = emails()
        assert soon.due_at <= clock.now() + timedelta(minutes=10)
        assert evening.due_at == datetime(2026, 3, 13, 0, 0, tzinfo=UTC)
