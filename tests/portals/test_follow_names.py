"""A client's new name reaches the people who are sorted by it, whoever renamed it."""

import pytest
from django.test import override_settings

from latchstring.clients.actions.update_client import update_client
from latchstring.clients.importing.unattended import import_file
from latchstring.clients.models import Client
from latchstring.config import tasks
from latchstring.portals.actions.follow_names import follow_names
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.models import PortalUser
from tests.cast import Cast

AT_ONCE = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}


@pytest.fixture
def carla(cast: Cast) -> PortalUser:
    Client.objects.filter(pk=cast.acme.pk).update(number="A-1")
    invite(cast.owner, cast.acme, people=[Invitee("carla@acme.example", "Carla Acme")])
    return PortalUser.objects.get()


def test_a_rename_is_followed_once(cast, carla):
    update_client(cast.owner, cast.acme, name="Zebra Bakery")
    assert (follow_names(), follow_names()) == (1, 0)
    carla.refresh_from_db()
    assert carla.first_client == "zebra bakery"


def test_a_rename_by_import_is_followed(cast, carla, tmp_path):
    (tmp_path / "clients.csv").write_text("Client number,Client name\nA-1,Zebra Bakery\n")
    assert import_file(cast.owner, tmp_path / "clients.csv", rejects_path=tmp_path / "no.csv")["updated"] == 1
    assert follow_names() == 1
    carla.refresh_from_db()
    assert carla.first_client == "zebra bakery"


@pytest.mark.django_db(transaction=True)
@override_settings(TASKS=AT_ONCE)
def test_the_worker_is_woken_by_the_rename(cast, carla):
    update_client(cast.owner, cast.acme, name="Zebra Bakery")
    carla.refresh_from_db()
    assert carla.first_client == "zebra bakery"


@pytest.mark.django_db(transaction=True)
@override_settings(TASKS=AT_ONCE)
def test_a_lost_wake_up_is_made_good_by_the_sweep(cast, carla):
    with override_settings(TASKS={"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": []}}):
        update_client(cast.owner, cast.acme, name="Zebra Bakery")
    tasks.sweep.func()
    carla.refresh_from_db()
    assert carla.first_client == "zebra bakery"


def test_another_change_moves_nobody(cast, carla):
    update_client(cast.owner, cast.acme, phone="1")
    assert follow_names() == 0
