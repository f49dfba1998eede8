"""Whoever has not come in is reminded: on the firm's days, in their own morning, once a step."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from latchstring.audit.models import Event
from latchstring.clients.models import Client
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import Refused
from latchstring.policy.scopes import Scope
from latchstring.portals.actions.accept import accept
from latchstring.portals.actions.change_access import change_access
from latchstring.portals.actions.invite import Invitee
from latchstring.portals.actions.pause_reminders import pause_reminders, resume_reminders
from latchstring.portals.actions.plan_reminders import plan_reminders
from latchstring.portals.actions.remind_due import remind_due
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.actions.set_reminders import set_reminders
from latchstring.portals.models import Access, PortalUser, Reminder
from latchstring.portals.reminding import Step, plan_of
from tests.cast import Cast, make_cast
from tests.portals.people import BOB, CARLA, LUIS, invited, kill, leave, login, token_of
from tests.portals.reminder_kit import NEW_YORK, SENT, At, morning, reminders
from tests.portals.test_opening import together


def test_three_reminders_each_on_its_morning(cast: Cast, at: At) -> None:
    carla = invited(cast.owner, cast.acme)
    for day in (1, 2, 3, 4, 9, 10, 11, 20, 21, 30):
        for hour in (8, 9, 13):
            at(morning(day, hour, 59 if hour == 8 else 1))
            before = len(reminders())
            remind_due()
            remind_due()
            expected = day in (3, 10, 20) and hour == 9
            assert len(reminders()) - before == expected, (day, hour)
            leave()
    told = Event.objects.filter(name="invite.reminded", person_id=carla.pk)
    assert told.count() == 3
    assert {message.to_address for message in reminders()} == {CARLA.email}


def test_the_last_day_is_written_as_its_reader_writes_it(cast: Cast, at: At) -> None:
    PortalUser.objects.filter(pk=invited(cast.owner, cast.acme).pk).update(language="en-gb")
    at(morning(3, 9, 1))
    remind_due()
    [message] = reminders()
    assert message.fields["expires"] == "1 April"


def test_it_names_what_the_access_covers_now(cast: Cast, at: At) -> None:
    carla = invited(cast.owner, cast.acme)
    Access.objects.filter(person=carla).update(scope=Scope.FILES_ONLY)
    at(morning(3, 9, 1))
    remind_due()
    [message] = reminders()
    assert message.fields["limits"] == " Your access covers files only."
    change_access(cast.owner, Access.objects.get(person=carla), scope=Scope.BILLING_ONLY, until=None)
    [message] = reminders()
    assert message.fields["limits"] == " Your access covers billing only."


def test_the_morning_is_the_recipients_own(cast: Cast, at: At) -> None:
    carla = invited(cast.owner, cast.acme)
    PortalUser.objects.filter(pk=carla.pk).update(time_zone="Asia/Tokyo")
    bob = invited(cast.owner, cast.beta, BOB)
    due = {}
    for hour in range(60, 90):
        at(SENT + timedelta(hours=hour))
        remind_due()
        for message in reminders():
            due.setdefault(message.to_address, SENT + timedelta(hours=hour))
    assert due[carla.email].astimezone(ZoneInfo("Asia/Tokyo")).hour == 9
    assert due[bob.email].astimezone(NEW_YORK).hour == 9


def test_what_was_missed_is_one_reminder_and_waits_for_a_morning(cast: Cast, at: At) -> None:
    invited(cast.owner, cast.acme)
    at(morning(14, 22))
    assert remind_due() == 0
    Reminder.objects.update(due_at=clock.now())
    at(morning(15, 3))
    assert remind_due() == 0
    at(morning(15))
    assert remind_due() == 1
    assert Reminder.objects.exclude(message=None).get().day == 10
    at(morning(16))
    assert remind_due() == 0
    at(morning(20))
    assert remind_due() == 1


@pytest.mark.parametrize("end", ["accepted", "bounced", "removed", "stopped"])
def test_it_stops(cast: Cast, at: At, end: str) -> None:
    carla = invited(cast.owner, cast.acme)
    at(morning(3))
    assert remind_due() == 1
    leave()
    at(morning(4))
    if end == "accepted":
        accept(token_of(carla), user=login(carla.address))
    elif end == "bounced":
        kill(cast.firm, carla.address)
    elif end == "removed":
        remove_access(cast.owner, carla)
    else:
        PortalUser.objects.filter(pk=carla.pk).update(emails_off=["reminder"])
    for day in range(5, 31):
        at(morning(day))
        assert remind_due() == 0
    assert not Reminder.objects.filter(done_at=None).exists()


def test_nobody_is_reminded_of_a_link_that_has_expired(cast: Cast, at: At) -> None:
    invited(cast.owner, cast.acme)
    at(morning(1))
    assert remind_due() == 0
    at(morning(31))
    assert remind_due() == 0
    assert not Reminder.objects.filter(done_at=None).exists()


def test_what_waits_to_leave_goes_with_the_access(cast: Cast, at: At) -> None:
    carla = invited(cast.owner, cast.acme)
    at(morning(3))
    remind_due()
    remove_access(cast.owner, carla)
    assert reminders()[0].state == "cancelled"


def test_sent_again_begins_again(cast: Cast, at: At) -> None:
    carla = invited(cast.owner, cast.acme)
    at(morning(3))
    remind_due()
    at(morning(5, 15))
    resend(cast.owner, carla)
    leave()
    at(morning(8))
    assert remind_due() == 1
    assert {message.link_subject for message in reminders()} == set(carla.invites.values_list("pk", flat=True))


def test_an_invite_that_has_not_left_is_not_followed(cast: Cast, at: At) -> None:
    carla = invited(cast.owner, cast.acme)
    Message.objects.update(sent_at=None, state="queued")
    at(morning(3))
    assert remind_due() == 0
    at(morning(5))
    Message.objects.update(sent_at=morning(4), state="sent")
    assert remind_due() == 0
    at(morning(7))
    assert remind_due() == 1
    assert carla.address == reminders()[0].to_address


def test_a_client_can_be_left_alone_for_a_while(cast: Cast, at: At) -> None:
    invited(cast.owner, cast.acme)
    invited(cast.owner, cast.beta, BOB)
    pause_reminders(cast.staff, cast.acme)
    pause_reminders(cast.owner, cast.acme)
    at(morning(3))
    assert remind_due() == 1
    assert reminders()[0].to_address == BOB.email
    at(morning(12))
    resume_reminders(cast.owner, cast.acme)
    remind_due()
    assert [message.to_address for message in reminders()].count(CARLA.email) == 1
    assert Event.objects.filter(name__in=["reminders.paused", "reminders.resumed"]).count() == 2
    for act in (pause_reminders, resume_reminders):
        with pytest.raises(Refused):
            act(cast.viewer, cast.acme)
        with pytest.raises(Refused):
            act(cast.staff, cast.beta)


def test_each_step_has_its_own_words_and_a_click_that_stops_it(cast: Cast, at: At) -> None:
    set_reminders(cast.admin, [Step(2, "Hello {First name}, it is about {Client name}."), Step(5)])
    invited(cast.owner, cast.acme)
    at(morning(2))
    remind_due()
    at(morning(5))
    remind_due()
    first, second = reminders()
    assert "Hello {{first_name}}, it is about {{client_name}}." in first.letter.text
    assert "Hello {{first_name}}, it" not in second.letter.text
    assert first.fields["unsubscribe"].startswith(cast.firm.base_url)
    assert first.letter.from_name == "Olive, Alder & Pike"
    assert first.link_purpose == "invite"


def test_an_inactive_client_is_left_alone(cast: Cast, at: At) -> None:
    invited(cast.owner, cast.acme)
    Client.objects.update(inactive_at=datetime.now(UTC))
    at(morning(3))
    assert remind_due() == 0


def test_a_reminder_costs_the_same_for_many(cast: Cast, at: At) -> None:
    costs = []
    for invitees in ([CARLA], [LUIS, Invitee("more@acme.example"), Invitee("most@acme.example")]):
        begun = clock.now()
        for invitee in invitees:
            invited(cast.owner, cast.acme, invitee)
        at(begun + timedelta(days=1))
        with CaptureQueriesContext(connection) as planned:
            plan_reminders()
        at(begun + timedelta(days=3) - timedelta(hours=5))
        with CaptureQueriesContext(connection) as reminded:
            assert remind_due() == len(invitees)
        leave()
        costs.append((len(planned), len(reminded)))
        at(begun + timedelta(days=4))
    assert costs[1] <= costs[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_nobody_twice() -> None:
    with time_machine.travel(SENT, tick=True) as machine:
        cast = make_cast()
        plan_of(cast.firm.pk)
        for number in range(12):
            invited(cast.owner, cast.acme, Invitee(f"p{number}@many.example"))
        machine.move_to(morning(3))
        assert together(3, remind_due) == []
        remind_due()
    assert len({message.to_address for message in reminders()}) == len(reminders()) == 12
    assert Reminder.objects.exclude(message=None).count() == 12
