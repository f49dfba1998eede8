"""For the firm's seconds after Send nothing leaves, and Undo takes all of it back."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection

from latchstring.audit.models import Event
from latchstring.clients.models import Counts
from latchstring.kernel import clock
from latchstring.mail.models import Campaign, Message
from latchstring.policy.actor import Refused
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.actions.undo_batch import undo_batch
from latchstring.portals.models import Access, Invite, InviteBatch, PortalUser
from latchstring.portals.opening import open_chunk
from latchstring.portals.queries.progress import progress
from latchstring.portals.refusals import Refusal
from tests.cast import Cast, make_cast
from tests.portals.people import EVERYBODY, assert_counts_true


def send(cast: Cast, seconds: int = 10) -> InviteBatch:
    cast.firm.undo_seconds = seconds
    cast.firm.save()
    return send_batch(cast.owner, selection=EVERYBODY, request_key="k")


def its_time_has_come(batch: InviteBatch) -> None:
    Campaign.objects.filter(pk=batch.campaign_id).update(starts_at=clock.now())


def nobody_was_invited() -> None:
    for model in (Message, Invite, Access, PortalUser):
        assert not model.objects.exists()
    assert not Event.objects.filter(name__startswith="invite").exists()


def test_nothing_leaves_before_the_seconds_are_over(cast: Cast) -> None:
    batch = send(cast, 600)
    assert batch.campaign.starts_at - clock.now() > timedelta(seconds=590)
    assert open_batches() == 0
    nobody_was_invited()
    its_time_has_come(batch)
    open_batches()
    assert Message.objects.count() == 2


def test_no_seconds_mean_at_once(cast: Cast) -> None:
    send(cast, 0)
    open_batches()
    assert Message.objects.count() == 2


def test_a_later_start_stays_what_it_is(cast: Cast) -> None:
    cast.firm.undo_seconds = 10
    cast.firm.save()
    tomorrow = clock.now() + timedelta(days=1)
    batch = send_batch(cast.owner, selection=EVERYBODY, request_key="k", starts_at=tomorrow)
    assert batch.campaign.starts_at == tomorrow
    assert progress(batch).state == "scheduled"


def test_undo_takes_all_of_it_back(cast: Cast) -> None:
    before = Counts.objects.filter(firm=cast.firm).values().get()
    batch = send(cast)
    assert progress(batch).state == "waiting"
    undo_batch(cast.admin, batch)
    undo_batch(cast.owner, batch)
    its_time_has_come(batch)
    assert open_batches() == 0
    nobody_was_invited()
    assert Counts.objects.filter(firm=cast.firm).values().get() == before
    batch.refresh_from_db()
    assert progress(batch).state == "undone"
    assert Event.objects.get(name="batch.undone").actor_name == "Adam"
    assert_counts_true(cast.firm)


def test_what_is_on_its_way_is_not_undone(cast: Cast) -> None:
    batch = send(cast)
    its_time_has_come(batch)
    open_batches()
    with pytest.raises(Refusal, match="Cancel the rest"):
        undo_batch(cast.owner, batch)
    assert Message.objects.filter(state="queued").count() == 2


def test_what_has_begun_is_not_undone(cast: Cast) -> None:
    batch = send(cast)
    its_time_has_come(batch)
    assert open_chunk(batch.pk, 1)
    with pytest.raises(Refusal, match="Cancel the rest"):
        undo_batch(cast.owner, batch)
    assert Message.objects.filter(state="queued").count() == 1


def test_whoever_may_not_send_may_not_undo(cast: Cast) -> None:
    batch = send(cast)
    for actor in (cast.staff, cast.viewer):
        with pytest.raises(Refused):
            undo_batch(actor, batch)
    with pytest.raises(InviteBatch.DoesNotExist):
        undo_batch(cast.rival_owner, batch)
    assert progress(batch).state == "waiting"


def at_once(*acts: Callable[[], object]) -> list[BaseException]:
    barrier, raised = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_undo_and_the_worker_at_once_leave_all_or_nothing() -> None:
    cast = make_cast()
    invited = False
    for turn in range(4):
        batch = send_batch(cast.owner, selection=EVERYBODY, request_key=f"race {turn}")
        raised = at_once(open_batches, partial(undo_batch, cast.owner, batch))
        open_batches()
        batch.refresh_from_db()
        invited = Invite.objects.filter(batch=batch).exists()
        assert [type(error) for error in raised] == [Refusal] * invited
        assert invited == (progress(batch).state != "undone")
        assert_counts_true(cast.firm)
        if invited:
            break
    assert Message.objects.count() == 2 * invited
