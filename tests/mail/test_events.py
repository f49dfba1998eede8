"""What is told of an email, however often, in whatever order and by whomever."""

from datetime import timedelta
from itertools import permutations

import pytest

from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.mail.actions.record_event import apply_waiting, record_event
from latchstring.mail.delivery import deliver_due, settle_ended
from latchstring.mail.models import AddressState, Alert, Fault, MailEvent, Message, State
from latchstring.mail.outbox import AddressInactive, Post, queue
from latchstring.mail.strays import full_mailboxes, strays
from latchstring.policy.actor import Refused
from latchstring.policy.roles import Role
from latchstring.portals import project
from latchstring.portals.actions.change_email import change_email
from latchstring.portals.actions.refresh import refresh_due
from tests.cast import actor_for, make_firm, make_member
from tests.mail.bounce_kit import left, told
from tests.mail.conftest import address, make_letter
from tests.portals.people import invited


@pytest.fixture
def sent(queue_n, campaign):
    """A message that has left."""
    return left(queue_n(1, campaign))[0]


def state_of(message):
    message.refresh_from_db()
    return State(message.state)


def inactive(message):
    return AddressState.objects.filter(firm=message.firm, address=message.to_address, inactive_since__isnull=False)


def test_a_dead_address_becomes_inactive_and_gets_nothing_more(sent, cast):
    record_event(told("user-unknown", sent))
    assert state_of(sent) == State.INACTIVE
    assert (sent.reason, sent.detail) == ("There is no mailbox with this address.", "550 said")
    assert inactive(sent).get().reason == sent.reason
    with pytest.raises(AddressInactive):
        queue(cast.firm.pk, make_letter(cast.firm), Post(sent.to_address), kind="test")


def test_a_complaint_is_seen_and_shuts_the_address(sent):
    record_event(told("complaint", sent))
    assert state_of(sent) == State.COMPLAINED
    assert inactive(sent).get().reason == "The recipient marked our email as spam."


def test_the_same_event_five_times_is_one(sent):
    rows = {record_event(told("user-unknown", sent, key="once")).pk for _ in range(5)}
    assert len(rows) == MailEvent.objects.count() == 1
    assert Event.objects.filter(name="email.came_back").count() == 1


def test_what_is_told_again_after_the_email_was_sent_again_is_of_the_first_time(sent):
    record_event(told("refused", sent, key="once"))
    Message.objects.update(state=State.QUEUED, attempts=0)
    record_event(told("refused", sent, key="once"))
    assert state_of(sent) == State.QUEUED


@pytest.mark.parametrize("order", list(permutations(["delivered", "user-unknown", "complaint"])))
def test_in_any_order_the_end_is_the_same(sent, order):
    for reason in order:
        record_event(told(reason, sent))
    assert state_of(sent) == State.COMPLAINED
    assert inactive(sent).exists()


def test_delivered_is_no_trouble_and_has_its_time(sent):
    record_event(told("delivered", sent))
    sent.refresh_from_db()
    assert (sent.state, sent.reason, sent.detail) == (State.DELIVERED, "", "")
    assert sent.ended_at
    assert not Event.objects.filter(name="email.came_back").exists()


def test_delivered_never_hides_a_failure(sent):
    record_event(told("refused", sent))
    record_event(told("delivered", sent))
    assert state_of(sent) == State.FAILED


def test_our_own_fault_never_touches_the_client(queue_n, campaign):
    for message in left(queue_n(3, campaign)):
        record_event(told("not-authentic", message))
        assert state_of(message) == State.FAILED
    assert not AddressState.objects.exists()
    assert Fault.objects.count() == 3
    assert Alert.objects.count() == 1


@pytest.mark.parametrize("reason", ["suspended", "no-connection", "filtered", "undefined"])
def test_what_passes_is_kept_and_touches_nobody(sent, reason):
    record_event(told(reason, sent))
    assert state_of(sent) == State.FAILED
    assert not AddressState.objects.exists()
    assert not Fault.objects.exists()
    assert MailEvent.objects.get().reason == reason


@pytest.mark.parametrize("reason", ["delayed", "autoreply"])
def test_what_is_only_late_or_answers_by_itself_changes_nothing(sent, reason):
    record_event(told(reason, sent))
    assert state_of(sent) == State.SENT
    assert MailEvent.objects.get().why == ""


def test_a_mailbox_that_was_full_five_times_is_shown_to_a_human(queue_n, campaign, cast):
    messages = left(queue_n(2, campaign))
    old = clock.now() - timedelta(days=15)
    for at in (old, *[clock.now()] * 4):
        record_event(told("mailbox-full", messages[0], at=at))
    record_event(told("mailbox-full", messages[1]))
    assert full_mailboxes(cast.owner) == []
    record_event(told("mailbox-full", messages[0]))
    (full,) = full_mailboxes(cast.owner)
    assert (full.address, full.times) == (address(0), 5)
    assert full_mailboxes(cast.rival_owner) == []
    assert Event.objects.filter(name="email.stays_full").count() == 1
    assert not AddressState.objects.exists()


def test_what_the_mail_server_says_of_it_while_we_send_counts_too(smtp, queue_n, cast):
    smtp.answers[address(0)] = "452 4.2.2 Mailbox full"
    queue_n(1)
    for _ in range(5):
        Message.objects.update(due_at=clock.now())
        deliver_due(lambda ids: None)
    assert [each.times for each in full_mailboxes(cast.owner)] == [5]
    assert Message.objects.get().state == State.DEFERRED


def test_what_names_no_email_of_ours_is_kept_and_shown(db):
    owner = actor_for(make_member(make_firm(), "Olive", Role.OWNER))
    record_event(told("user-unknown", None, subject="Undelivered"))
    assert not AddressState.objects.exists()
    (stray,) = strays(owner)
    assert (stray.subject, stray.why) == ("Undelivered", "It names no email of ours.")


def test_where_there_are_several_firms_what_names_none_is_shown_to_none(cast, sent):
    record_event(told("user-unknown", None))
    assert strays(cast.owner) == strays(cast.rival_owner) == []


def test_what_can_not_be_read_is_shown_to_its_own_firm(cast, sent):
    record_event(told("unknown", sent))
    assert [each.message_id for each in strays(cast.owner)] == [sent.pk]
    assert strays(cast.rival_owner) == []
    with pytest.raises(Refused):
        strays(cast.viewer)


def test_an_email_that_never_left_can_not_come_back(queue_n, campaign, cast):
    (waiting,) = queue_n(1, campaign)
    record_event(told("user-unknown", waiting))
    assert state_of(waiting) == State.QUEUED
    assert strays(cast.owner)[0].why == "The email that it names has never left."
    assert not AddressState.objects.exists()


def test_what_comes_while_the_email_is_handed_over_waits_for_its_outcome(sent):
    Message.objects.filter(pk=sent.pk).update(state=State.SENDING)
    record_event(told("delivered", sent))
    assert apply_waiting() == 0
    Message.objects.filter(pk=sent.pk).update(state=State.SENT)
    assert apply_waiting() == 1
    assert state_of(sent) == State.DELIVERED


def test_an_email_whose_answer_was_lost_is_not_sent_again_once_it_has_arrived(sent):
    Message.objects.filter(pk=sent.pk).update(state=State.DEFERRED, sent_at=None)
    record_event(told("delivered", sent))
    assert state_of(sent) == State.DELIVERED


def test_an_old_bounce_does_not_shut_an_address_that_was_reactivated_since(sent):
    AddressState.objects.create(firm=sent.firm, address=sent.to_address, reactivated_at=clock.now())
    record_event(told("user-unknown", sent))
    assert state_of(sent) == State.INACTIVE
    assert not inactive(sent).exists()


def test_the_other_firm_may_still_write_there(sent, cast):
    record_event(told("user-unknown", sent))
    assert not AddressState.objects.filter(firm=cast.rival).exists()


def test_an_unknown_message_is_nobodys(cast):
    ghost = Message(pk=uuid7())
    assert record_event(told("user-unknown", ghost)).firm_id is None


def test_the_person_and_the_client_follow(cast):
    person = invited(cast.owner, cast.acme)
    record_event(told("user-unknown", Message.objects.get()))
    settle_ended(project.outcomes)
    person.refresh_from_db()
    assert person.email_inactive_at is not None
    assert person.email_inactive_reason == "There is no mailbox with this address."
    detail = Event.objects.get(name="email.inactive", person_id=person.pk).detail
    assert (detail["address"], detail["reason"]) == (person.address, person.email_inactive_reason)


def test_an_address_that_was_changed_since_takes_nothing_with_it(cast):
    person = invited(cast.owner, cast.acme)
    message = Message.objects.get()
    change_email(cast.owner, person, email="carla@new.example")
    record_event(told("user-unknown", message))
    settle_ended(project.outcomes)
    refresh_due()
    person.refresh_from_db()
    assert (person.address, person.email_inactive_at) == ("carla@new.example", None)
    assert AddressState.objects.get().address == "carla@acme.example"
