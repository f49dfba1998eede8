"""Who sends looks for more by itself: a wake-up costs as much as ten emails, so only a sleeper is woken."""

from datetime import timedelta

import pytest

from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.mail import delivery, outbox
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Message, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def woken(monkeypatch, django_capture_on_commit_callbacks):
    names: list[str] = []
    for module in (outbox, delivery):
        monkeypatch.setattr(module, "wake", names.append)
    return names


@pytest.mark.parametrize(
    ("state", "left", "expected"),
    [
        (State.SENDING, timedelta(minutes=5), []),
        (State.SENDING, timedelta(minutes=-1), ["deliver"]),
        (State.SENT, timedelta(minutes=5), ["deliver"]),
    ],
    ids=["held by a worker", "held by one that died", "held by nobody"],
)
def test_more_of_a_campaign_wakes_a_worker_unless_one_is_at_it(
    woken, campaign, queue_n, django_capture_on_commit_callbacks, state, left, expected
):
    queue_n(1, campaign)
    Message.objects.update(state=state, lease_owner=uuid7(), leased_until=clock.now() + left)
    woken.clear()
    with django_capture_on_commit_callbacks(execute=True):
        queue_n(2, campaign)
    assert woken == expected


def test_a_single_email_wakes_a_worker_whatever_is_being_sent(woken, campaign, queue_n):
    queue_n(1, campaign)
    Message.objects.update(state=State.SENDING, lease_owner=uuid7(), leased_until=clock.now() + timedelta(minutes=5))
    woken.clear()
    queue_n(1)
    assert woken == ["deliver"]


def test_outcomes_are_settled_where_there_are_any(smtp, woken, queue_n):
    deliver_due(None)
    assert woken == []
    queue_n(1)
    woken.clear()
    deliver_due(None)
    assert woken == ["settle"]
