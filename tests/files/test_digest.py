"""Several shares within ten minutes are one email to each person."""

from datetime import timedelta

import time_machine

from latchstring.files.actions.share import share
from latchstring.files.actions.unshare import unshare
from latchstring.files.models import Document
from latchstring.kernel import clock
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Message, State
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
