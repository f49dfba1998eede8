"""Where several may write at once, what became of emails is carried over by a task of its own."""

import pytest
from django.test import override_settings

from latchstring.config import tasks
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Message
from latchstring.portals.actions.invite import invite
from latchstring.portals.models import PortalUser
from tests.portals.people import CARLA

ASIDE = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": []}}
AT_ONCE = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}


@pytest.fixture
def carla(cast):
    invite(cast.owner, cast.acme, people=[CARLA])
    return PortalUser.objects.get(firm=cast.firm, address=CARLA.email)


def followed(person):
    person.refresh_from_db()
    return person.sent_at is not None


@pytest.mark.django_db(transaction=True)
@override_settings(TASKS=AT_ONCE)
def test_sending_wakes_who_settles(carla):
    assert deliver_due(settle=None) == 1
    assert followed(carla)


@override_settings(TASKS=ASIDE)
def test_a_lost_wake_up_costs_a_minute(carla):
    deliver_due(settle=None)
    assert not followed(carla)
    assert not Message.objects.get().settled
    assert "settle" in tasks.EVERYTHING
    tasks.settle.func()
    assert followed(carla)
