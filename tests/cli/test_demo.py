"""The demo firm is whole: its kept figures are true, its people can log in, its statuses are all there."""

import hashlib
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction

from latchstring.accounts.models import User
from latchstring.accounts.queries import staff_actor_for
from latchstring.audit.models import Event
from latchstring.cli import demo
from latchstring.cli.demo_firm.sign_ins import PASSWORD
from latchstring.clients import counts
from latchstring.clients.models import Client, Counts
from latchstring.files.content import open_version
from latchstring.files.models import Document, Folder
from latchstring.files.previewing.draw import draw
from latchstring.files.queries import inbox
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Access, Phase, PortalUser
from latchstring.portals.status import Status, status_of

SLACK = timedelta(seconds=5)  # what is written now takes its key a little before or after its moment


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load_if_empty()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def firm(loaded, db):
    return Firm.objects.get()


def test_every_status_is_shown_and_the_kept_figures_are_what_a_count_gives(firm):
    now = clock.now()
    people = Counter(status_of(person, now) for person in PortalUser.objects.all())
    assert set(people) == set(Status) - {Status.SENT, Status.NOT_INVITED}  # the worker makes queued ones sent
    assert Client.objects.filter(portal_people=0, inactive_at=None).count() >= 15
    assert Client.objects.filter(reachable_contacts=0).exists()
    assert Client.objects.exclude(inactive_at=None).exists()
    kept, live = Counts.objects.get(), counts.count(Client.objects.all())
    assert {name: getattr(kept, name) for name in live} == live
    phases = Counter(PortalUser.objects.values_list("phase", flat=True))
    assert (kept.people_pending, kept.people_active) == (phases[Phase.PENDING], phases[Phase.ACTIVE])


def test_its_people_log_in_with_its_password_and_it_is_loaded_once(firm):
    demo.load_if_empty()
    assert Firm.objects.count() == 1
    for name in ("owner", "admin", "sam", "maria"):
        assert User.objects.get(email=f"{name}@demo.test").check_password(PASSWORD)
    assert Access.objects.filter(person__email="maria@demo.test", removed_at=None).count() == 2


def test_a_client_is_added_before_anything_else_happens_to_it(firm):
    first = {}
    for event in Event.objects.exclude(client_id=None).order_by("created_at", "id"):
        first.setdefault(event.client_id, event.name)
    assert set(first.values()) == {"client.created"}
    assert Event.objects.earliest("created_at").name == "firm.created"


def test_its_log_reads_from_the_newest_to_the_oldest(firm):
    moments = list(Event.objects.order_by("-id").values_list("created_at", flat=True))
    assert all(later - earlier > -SLACK for later, earlier in pairwise(moments))


def test_its_clients_have_files_that_open_some_shared_some_in_the_inbox_one_in_the_bin(firm):
    owner = staff_actor_for(User.objects.get(email="owner@demo.test"), firm)
    documents = Document.objects.filter(deleted_at=None).select_related("current")
    assert documents.values("client").distinct().count() >= 6
    assert documents.filter(shared_at=None).exists()
    assert documents.filter(shared_at__isnull=False, person_id=None).exists()
    assert inbox.count(owner) == 2
    assert Document.objects.exclude(deleted_at=None).count() == 1
    assert {"2024", "2025"} <= set(Folder.objects.values_list("name", flat=True))
    for document in documents:
        content = b"".join(open_version(owner, document.current))
        assert hashlib.sha256(content).digest() == bytes(document.current.sha256)
        if document.name in {"Form 1065 2024.pdf", "IMG_2210.jpg"}:
            assert draw(document.current.content_type, len(content), [content])


def test_maria_sees_what_is_shared_with_her_and_nothing_else(firm):
    maria = client_actor_for(User.objects.get(email="maria@demo.test"), firm)
    seen = set(Document.objects.visible_to(maria).values_list("name", flat=True))
    assert "Form 1040 2024.pdf" in seen
    assert "IMG_2210.jpg" in seen
    assert not [name for name in seen if "draft" in name]
