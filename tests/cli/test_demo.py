"""The demo firm is whole: its kept figures are true, its people can log in, its statuses are all there."""

from collections import Counter

import pytest

from latchstring.accounts.models import User
from latchstring.cli import demo
from latchstring.cli.demo import PASSWORD
from latchstring.clients import counts
from latchstring.clients.models import Client, Counts
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.portals.models import Access, Phase, PortalUser
from latchstring.portals.status import Status, status_of


@pytest.fixture
def firm(db):
    demo.load_if_empty()
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
