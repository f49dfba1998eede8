"""What came back from a full mailbox is tried again, ever later, until a human is asked."""

from datetime import timedelta

import pytest

from latchstring.kernel import clock
from latchstring.mail import full
from latchstring.mail.actions.record_event import record_event
from latchstring.mail.delivery import settle_ended
from latchstring.mail.models import Campaign, Message, State
from latchstring.mail.outbox import Post, queue
from latchstring.portals import project
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.retry_full import retry_full
from latchstring.portals.models import PortalUser
from tests.mail.bounce_kit import left, told
from tests.mail.conftest import make_letter
from tests.portals.people import invited


def came_back(message):
    """It left, came back from a full mailbox, and all know of it."""
    left([message])
    record_event(told("mailbox-full", message))
    settle_ended(project.outcomes)


def hours_until(message):
    message.refresh_from_db()
    return round((message.due_at - clock.now()).total_seconds() / 3600)


def test_it_waits_longer_each_time_and_after_five_a_human_is_asked(cast):
    invited(cast.owner, cast.acme)
    message = Message.objects.get()
    waits = []
    for _ in range(full.TIMES - 1):
        came_back(message)
        assert (retry_full(), retry_full()) == (1, 0)
        waits.append(hours_until(message))
        assert (message.state, message.settled, message.ended_at) == (State.DEFERRED, False, None)
    assert waits == [12, 24, 36, 48]
    came_back(message)
    assert retry_full() == 0
    assert Message.objects.get().state == State.FAILED


def test_a_campaign_that_was_over_goes_on_for_it_and_a_cancelled_one_does_not(cast):
    letter = make_letter(cast.firm, text="Hi", html="Hi")
    for ended in ("finished_at", "cancelled_at"):
        campaign = Campaign.objects.create(firm=cast.firm, **{"finished_at": clock.now(), ended: clock.now()})
        message = queue(cast.firm.pk, letter, Post(f"{ended}@mail.example"), kind="file-shared")
        Message.objects.filter(pk=message.pk).update(campaign=campaign)
        came_back(message)
        retry_full()
        campaign.refresh_from_db()
        assert (campaign.finished_at is None) is (ended == "finished_at")


@pytest.mark.parametrize("why", ["removed", "expired", "a code", "not full", "sent meanwhile"])
def test_what_means_nothing_any_more_is_left(cast, why):
    person = invited(cast.owner, cast.acme)
    message = Message.objects.get()
    came_back(message)
    if why == "removed":
        remove_access(cast.owner, PortalUser.objects.get(pk=person.pk))
    elif why == "expired":
        person.invites.update(expires_at=clock.now() - timedelta(seconds=1))
    elif why == "a code":
        Message.objects.update(urgent=True)
    elif why == "not full":
        Message.objects.update(reason="There is no mailbox with this address.")
    else:
        Message.objects.update(state=State.SENT)
    assert retry_full() == 0
    assert Message.objects.get(pk=message.pk).state in (State.FAILED, State.SENT)
