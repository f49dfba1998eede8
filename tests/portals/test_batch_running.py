"""A batch while it runs: what it finds then, and how it is held, cancelled and counted."""

from datetime import timedelta

import pytest
import time_machine

from latchstring.audit.models import Event
from latchstring.clients.models import Tag
from latchstring.kernel import clock
from latchstring.mail.models import Message, State
from latchstring.policy.actor import Refused
from latchstring.portals import opening, project
from latchstring.portals.actions import open_batches as opener
from latchstring.portals.actions.accept import accept, look
from latchstring.portals.actions.batches import cancel_rest, pause, resume
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.actions.resend_batch import resend_batch
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.models import Access, Invite, Phase, PortalUser
from latchstring.portals.queries.problems import problem_counts, problems
from latchstring.portals.queries.progress import progress
from latchstring.portals.selection import Selection
from tests.cast import Cast, make_client
from tests.portals.batch_kit import adds_up, many
from tests.portals.people import (
    BOB,
    EVERYBODY,
    assert_counts_true,
    batch_of,
    invited,
    leave,
    login,
    newest,
    token_of,
)


def test_a_filter_is_evaluated_when_it_runs(cast: Cast) -> None:
    batch = send_batch(cast.owner, selection=EVERYBODY, request_key="k")
    invited(cast.owner, cast.beta, BOB)
    late = make_client(cast.firm, "Late Inc", ("Lee", "lee@late.example"))
    open_batches()
    chosen = set(Invite.objects.filter(batch=batch).values_list("client_id", flat=True))
    assert chosen == {cast.acme.pk, late.pk}


def test_a_filter_never_reaches_what_it_hides(cast: Cast) -> None:
    many(cast, 4)
    tag = Tag.objects.create(firm=cast.firm, name="1040")
    cast.beta.tags.add(tag)
    batch = batch_of(cast.owner, Selection("filter", filter={"tag": "1040"}))
    assert [invite.client for invite in batch.invites.all()] == [cast.beta]
    excluded = Selection("filter", excluded=frozenset({cast.acme.pk}))
    rest = batch_of(cast.owner, excluded)
    assert cast.acme.pk not in rest.invites.values_list("client_id", flat=True)
    assert rest.invites.count() == 4


def test_who_dies_in_the_middle_of_a_chunk_has_opened_none_of_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object) -> None:
        assert Invite.objects.exists()
        raise KeyboardInterrupt

    batch = send_batch(cast.owner, selection=EVERYBODY, request_key="k")
    monkeypatch.setattr(opening, "insert", dies)
    with pytest.raises(KeyboardInterrupt):
        opening.open_chunk(batch.pk, 10)
    batch.refresh_from_db()
    assert (batch.cursor, batch.selected) == ("", 0)
    assert not Invite.objects.exists()
    assert not Message.objects.exists()


def test_scheduled_waits_for_its_time(cast: Cast) -> None:
    batch = batch_of(cast.owner, EVERYBODY, starts_at=clock.now() + timedelta(hours=1))
    assert (progress(batch).state, Invite.objects.count()) == ("scheduled", 0)
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        open_batches()
    assert Invite.objects.count() == 2


def test_a_batch_of_somebody_who_left_stops(cast: Cast) -> None:
    batch = send_batch(cast.admin, selection=EVERYBODY, request_key="k")
    cast.adam.deactivated_at = clock.now()
    cast.adam.save()
    open_batches()
    assert not Invite.objects.exists()
    assert progress(batch).state == "cancelled"


def test_a_batch_of_somebody_who_may_not_any_more_stops(cast: Cast) -> None:
    batch = send_batch(cast.admin, selection=EVERYBODY, request_key="k")
    cast.adam.role = "staff"
    cast.adam.save()
    open_batches()
    assert not Invite.objects.exists()
    assert progress(batch).state == "cancelled"


def test_nobody_else_holds_or_ends_it(cast: Cast) -> None:
    batch = send_batch(cast.owner, selection=EVERYBODY, request_key="k")
    for act in (pause, resume, cancel_rest):
        act(cast.rival_owner, batch)
        with pytest.raises(Refused):
            act(cast.viewer, batch)
    campaign = batch.campaign
    campaign.refresh_from_db()
    assert (campaign.paused_at, campaign.cancelled_at) == (None, None)


def test_pause_holds_and_resume_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opener, "FIRST", 1)
    batch = send_batch(cast.owner, selection=EVERYBODY, request_key="k")
    opening.open_chunk(batch.pk, 1)
    pause(cast.owner, batch)
    pause(cast.owner, batch)
    open_batches()
    assert (Invite.objects.count(), progress(batch).state) == (1, "paused")
    resume(cast.owner, batch)
    open_batches()
    assert (Invite.objects.count(), progress(batch).state) == (2, "running")
    with pytest.raises(Refused):
        pause(cast.staff, batch)


def test_a_worker_that_found_it_just_before_opens_nothing_of_what_is_held(cast: Cast) -> None:
    batch = send_batch(cast.owner, selection=EVERYBODY, request_key="k")
    pause(cast.owner, batch)
    assert not opening.open_chunk(batch.pk, 9)
    resume(cast.owner, batch)
    cancel_rest(cast.owner, batch)
    assert not opening.open_chunk(batch.pk, 9)
    assert not Invite.objects.exists()


def test_cancel_takes_back_what_has_not_left(cast: Cast) -> None:
    batch = batch_of(cast.owner, EVERYBODY)
    first, second = Message.objects.order_by("pk")
    Message.objects.filter(pk=first.pk).update(state=State.SENT, sent_at=clock.now())
    assert cancel_rest(cast.owner, batch) == 1
    second.refresh_from_db()
    assert (second.reason, bool(second.ended_at)) == ("Cancelled before it left.", True)
    project.outcomes([first.pk, second.pk])
    now = adds_up(batch)
    assert (now.sent, now.cancelled, now.state) == (1, 1, "cancelled")
    kept, gone = Invite.objects.order_by("message_id")
    assert (kept.revoked_at, bool(gone.revoked_at)) == (None, True)
    assert gone.person.phase == Phase.REMOVED
    gone.client.refresh_from_db()
    assert gone.client.portal_people == 0
    assert Event.objects.get(name="access.removed", actor_kind="system").person_id == gone.person_id
    project.outcomes([first.pk, second.pk])
    assert cancel_rest(cast.owner, batch) == 0
    assert_counts_true(cast.firm)


def test_cancel_of_a_resend_lets_the_link_before_work_again(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token, first = token_of(carla), newest(carla)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        batch = resend_batch(cast.owner, selection=Selection.of(carla.pk), request_key="k")
        open_batches()
        assert look(token).state == "superseded"
        cancel_rest(cast.owner, batch)
        project.outcomes(list(Message.objects.values_list("pk", flat=True)))
        assert look(token).state == "open"
        carla.refresh_from_db()
        assert (carla.expires_at, carla.sent_at) == (first.expires_at, first.message.sent_at)
        assert Access.objects.get().removed_at is None
    assert_counts_true(cast.firm)


def test_cancel_of_an_invite_to_another_client_takes_only_that_back(cast: Cast) -> None:
    carla = invited(cast.owner, cast.beta)
    token = token_of(carla)
    batch = batch_of(cast.owner, Selection.of(cast.acme.pk))
    cancel_rest(cast.owner, batch)
    project.outcomes(list(Message.objects.values_list("pk", flat=True)))
    assert Access.objects.get(removed_at=None).client == cast.beta
    assert accept(token, user=login(carla.address)).client_ids == {cast.beta.pk}
    assert_counts_true(cast.firm)


def test_progress_counts_every_outcome(cast: Cast) -> None:
    many(cast, 6)
    batch = batch_of(cast.owner, EVERYBODY)
    ids = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    ends = (State.SENT, State.DELIVERED, State.INACTIVE, State.FAILED, State.DEFERRED, State.SENDING, State.WITHHELD)
    for pk, state in zip(ids, ends, strict=False):
        Message.objects.filter(pk=pk).update(state=state)
    now = adds_up(batch)
    assert (now.queued, now.sent, now.delivered, now.inactive, now.failed) == (3, 1, 1, 2, 1)
    assert problem_counts(batch) == {"came-back": 2, "failed": 1}


def test_an_email_that_came_back_shows_on_person_client_and_counts(cast: Cast) -> None:
    other = make_client(cast.firm, "Carla alone", ("Carla Acme", "carla@acme.example"))
    batch = batch_of(cast.owner, Selection.of(cast.acme.pk))
    leave(State.INACTIVE)
    carla = PortalUser.objects.get()
    assert carla.email_inactive_reason == "No such mailbox."
    assert Event.objects.get(name="email.inactive").person_id == carla.pk
    cast.acme.refresh_from_db()
    other.refresh_from_db()
    assert (cast.acme.reachable_contacts, other.reachable_contacts) == (1, 0)
    [problem] = problems(cast.owner, batch)
    assert (problem.reason, problem.fix, problem.person_id) == ("came-back", "Change email", carla.pk)
    assert_counts_true(cast.firm)
