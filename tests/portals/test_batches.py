"""Sending to many: what a batch opens, skips, holds and cancels."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.models import Client, Contact, Tag
from latchstring.kernel import clock
from latchstring.mail.models import Campaign, Message, State
from latchstring.policy.actor import Refused
from latchstring.portals import opening, project
from latchstring.portals.actions import open_batches as opener
from latchstring.portals.actions.accept import accept, look
from latchstring.portals.actions.batches import cancel_rest, pause, resume
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend_batch import resend_batch
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.models import Access, Invite, InviteBatch, Phase, PortalUser, Skip
from latchstring.portals.queries.problems import problem_counts, problems
from latchstring.portals.queries.progress import Progress, progress
from latchstring.portals.queries.recipients import preview, recipient_at
from latchstring.portals.refusals import BadMessage, Refusal
from latchstring.portals.selection import Selection
from tests.cast import Cast, make_client
from tests.portals.people import (
    BOB,
    EVERYBODY,
    accepted,
    assert_counts_true,
    batch_of,
    invited,
    kill,
    leave,
    login,
    newest,
    token_of,
)


def many(cast: Cast, count: int) -> list[Client]:
    return [make_client(cast.firm, f"Client {n:04}", (f"Person {n}", f"p{n}@many.example")) for n in range(count)]


def reasons(batch: InviteBatch) -> dict[str, str]:
    return dict(Skip.objects.filter(batch=batch).values_list("name", "reason"))


def adds_up(batch: InviteBatch) -> Progress:
    batch.refresh_from_db()
    now = progress(batch)
    parts = (now.queued, now.sent, now.delivered, now.inactive, now.failed, now.cancelled, now.skipped)
    assert sum(parts) == now.selected == batch.selected
    return now


def test_a_filter_reaches_the_primary_contact_of_every_client_without_a_portal(cast: Cast) -> None:
    batch = batch_of(cast.owner, EVERYBODY, message="Hello {First name}")
    assert set(PortalUser.objects.values_list("address", flat=True)) == {"carla@acme.example", "bob@beta.example"}
    assert Message.objects.values("letter").distinct().count() == 1
    assert Message.objects.exclude(campaign=batch.campaign).count() == 0
    assert adds_up(batch).queued == 2
    assert Campaign.objects.get().opened_at
    assert_counts_true(cast.firm)


def test_everyone_with_an_email(cast: Cast) -> None:
    batch = batch_of(cast.owner, EVERYBODY, who="everyone")
    assert adds_up(batch).queued == 3
    assert_counts_true(cast.firm)


def test_the_primary_contact_is_the_first_whose_email_works(cast: Cast) -> None:
    kill(cast.firm, "carla@acme.example")
    batch_of(cast.owner, Selection.of(cast.acme.pk))
    assert PortalUser.objects.get().address == "luis@acme.example"


def test_each_reason_to_skip(cast: Cast) -> None:
    accepted(cast.owner, cast.beta, BOB)
    invited(cast.owner, cast.acme)
    clients = {
        "none": make_client(cast.firm, "No Email", ("Nemo", "")),
        "dead": make_client(cast.firm, "Dead", ("Dora", "dora@dead.example")),
        "gone": make_client(cast.firm, "Gone", ("Gus", "gus@gone.example")),
        "linked": make_client(cast.firm, "Bob's Other Farm", ("Bob Beta", "bob@beta.example")),
        "shared": make_client(cast.firm, "Shared", ("Barbara Beta", "bob@beta.example")),
        "new": make_client(cast.firm, "New", ("Nora", "nora@new.example")),
        "twin": make_client(cast.firm, "Twin", ("Nora", "nora@new.example")),
    }
    kill(cast.firm, "dora@dead.example")
    deactivate(cast.owner, clients["gone"])
    ids = [client.pk for client in clients.values()] + [cast.acme.pk, cast.beta.pk, cast.rival_client.pk]
    batch = batch_of(cast.owner, Selection.of(*ids))
    by_client = dict(Skip.objects.filter(batch=batch).values_list("client__name", "reason"))
    assert by_client == {
        "No Email": "no-email",
        "Dead": "email-inactive",
        "Gone": "client-inactive",
        "Bob's Other Farm": "already-user",
        "Beta Farms": "already-user",
        "Shared": "shares-address",
        "Acme Bakery LLC": "already-invited",
        "Twin": "same-person",
        None: "no-access",
    }
    assert adds_up(batch).queued == 1
    assert Access.objects.get(client=clients["linked"]).accepted_at
    assert Access.objects.get(client=clients["twin"]).accepted_at is None
    assert not Access.objects.filter(client=clients["shared"]).exists()
    assert Message.objects.filter(kind="access-added").count() == 1
    rows = {row.reason: (row.sentence, row.fix) for row in problems(cast.owner, batch)}
    assert rows["no-email"] == ("No email address", "Add email")
    assert rows["email-inactive"] == ("Email inactive since today", "Change email")
    assert rows["shares-address"] == ("Shares an address with Bob Beta", "Change email")
    assert problem_counts(batch)["already-user"] == 2
    assert len(problems(cast.owner, batch, "no-email")) == 1
    assert_counts_true(cast.firm)


def test_the_preview_says_what_the_worker_does(cast: Cast) -> None:
    make_client(cast.firm, "Twin", ("Bob Beta", "bob@beta.example"))
    make_client(cast.firm, "No Email", ("Nemo", ""))
    selection = Selection.of(*Client.objects.filter(firm=cast.firm).values_list("pk", flat=True))
    seen = preview(cast.owner, selection)
    assert (seen.people_count, seen.client_count, seen.skipped_count) == (2, 2, 2)
    assert {row.reason for row in seen.skipped} == {"same-person", "no-email"}
    assert recipient_at(cast.owner, selection, "primary", 3) == seen.nth(3) == seen.people[1]
    assert not PortalUser.objects.exists()
    batch = batch_of(cast.owner, selection)
    now = adds_up(batch)
    assert (now.queued, now.skipped) == (seen.people_count, seen.skipped_count)


def test_one_person_of_many_clients_gets_one_email_also_across_chunks(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opener, "FIRST", 2)
    monkeypatch.setattr(opener, "CHUNK", 3)
    clients = [make_client(cast.firm, f"Trust {n}", ("Tess", "tess@trust.example")) for n in range(9)]
    batch = batch_of(cast.owner, Selection.of(*(client.pk for client in clients)))
    now = adds_up(batch)
    assert (now.selected, now.queued, now.skipped) == (9, 1, 8)
    tess = PortalUser.objects.get()
    assert tess.client_count == 9
    leave()
    assert len(accept(token_of(tess), user=login(tess.address)).client_ids) == 9
    assert_counts_true(cast.firm)


def test_scoped_staff_with_the_permission_reach_only_their_clients(cast: Cast) -> None:
    from latchstring.accounts.models import PermissionSet
    from latchstring.accounts.queries import actor_of

    cast.sam.permission_set = PermissionSet.objects.create(
        firm=cast.firm, name="Front desk", actions=["portals:manage", "invite:send"]
    )
    cast.sam.save()
    sam = actor_of(cast.sam)
    listed = batch_of(sam, Selection.of(cast.beta.pk, cast.acme.pk))
    assert list(listed.skips.values_list("reason", "client", "name")) == [("no-access", None, "")]
    assert set(Access.objects.values_list("client", flat=True)) == {cast.acme.pk}
    make_client(cast.firm, "Not Sam's", ("Nina", "nina@other.example"))
    with pytest.raises(Refusal):
        batch_of(sam, EVERYBODY)
    assert adds_up(listed).selected == 2


def test_sending_needs_the_permission_and_a_good_message(cast: Cast) -> None:
    for actor in (cast.staff, cast.viewer):
        with pytest.raises(Refused):
            send_batch(actor, selection=EVERYBODY, request_key="k")
    with pytest.raises(BadMessage):
        send_batch(cast.owner, selection=EVERYBODY, request_key="k", message="{Nope}")
    with pytest.raises(Refusal):
        send_batch(cast.owner, selection=Selection.of(uuid4()), request_key="k")
    assert not InviteBatch.objects.exists()


def test_the_same_form_twice_is_one_batch(cast: Cast) -> None:
    first = send_batch(cast.owner, selection=EVERYBODY, request_key="once")
    assert send_batch(cast.owner, selection=EVERYBODY, request_key="once") == first
    open_batches()
    assert send_batch(cast.owner, selection=EVERYBODY, request_key="once") == first
    assert InviteBatch.objects.count() == 1


def test_sending_costs_the_same_for_few_and_many(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            send_batch(cast.owner, selection=EVERYBODY, request_key=uuid4().hex)
        return len(queries)

    cost()
    few = cost()
    many(cast, 60)
    assert cost() == few


def test_a_chunk_costs_the_same_for_few_and_many(cast: Cast) -> None:
    clients = many(cast, 120)
    batch_of(cast.owner, Selection.of(cast.acme.pk))

    def cost(chosen: list[Client]) -> int:
        batch = send_batch(cast.owner, selection=Selection.of(*(each.pk for each in chosen)), request_key=uuid4().hex)
        with CaptureQueriesContext(connection) as queries:
            opening.open_chunk(batch.pk, 500)
        return len(queries)

    assert cost(clients[:10]) == cost(clients[10:])


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


def test_cancel_takes_back_what_has_not_left(cast: Cast) -> None:
    batch = batch_of(cast.owner, EVERYBODY)
    first, second = Message.objects.order_by("pk")
    Message.objects.filter(pk=first.pk).update(state=State.SENT, sent_at=clock.now())
    assert cancel_rest(cast.owner, batch) == 1
    project.outcomes([first.pk, second.pk])
    now = adds_up(batch)
    assert (now.sent, now.cancelled, now.state) == (1, 1, "cancelled")
    kept, gone = Invite.objects.order_by("message_id")
    assert (kept.revoked_at, bool(gone.revoked_at)) == (None, True)
    assert gone.person.phase == Phase.REMOVED
    gone.client.refresh_from_db()
    assert gone.client.portal_people == 0
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


def test_bulk_resend_skips_accepted_removed_and_inactive(cast: Cast) -> None:
    accepted(cast.owner, cast.beta, BOB)
    carla = invited(cast.owner, cast.acme)
    gone = make_client(cast.firm, "Gone", ("Gus", "gus@gone.example"))
    dead = make_client(cast.firm, "Dead", ("Dora", "dora@dead.example"))
    from latchstring.portals.actions.invite import Invitee

    gus = invited(cast.owner, gone, Invitee("gus@gone.example", "Gus"))
    invited(cast.owner, dead, Invitee("dora@dead.example", "Dora"))
    remove_access(cast.owner, gus)
    kill(cast.firm, "dora@dead.example")
    old = token_of(carla)
    ids = PortalUser.objects.filter(firm=cast.firm).values_list("pk", flat=True)
    batch = resend_batch(cast.owner, selection=Selection.of(*ids), request_key="k")
    open_batches()
    assert reasons(batch) == {"Bob Beta": "accepted", "Gus": "removed", "Dora": "email-inactive"}
    assert adds_up(batch).queued == 1
    assert look(old).state == "superseded"
    assert_counts_true(cast.firm)


def test_bulk_resend_by_filter(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        invited(cast.owner, cast.beta, BOB)
        batch = resend_batch(cast.owner, selection=Selection("filter", filter={"show": "expired"}), request_key="k")
        open_batches()
        assert [each.person for each in batch.invites.all()] == [carla]


def test_the_daily_cap_skips_the_rest_of_a_batch(cast: Cast) -> None:
    many(cast, 5)
    cast.firm.invites_a_day = 3
    cast.firm.save()
    now = adds_up(batch_of(cast.owner, EVERYBODY))
    assert (now.queued, now.skipped) == (3, 4)
    assert set(Skip.objects.values_list("reason", flat=True)) == {"over-limit"}


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
    cast.acme.refresh_from_db()
    other.refresh_from_db()
    assert (cast.acme.reachable_contacts, other.reachable_contacts) == (1, 0)
    [problem] = problems(cast.owner, batch)
    assert (problem.reason, problem.fix, problem.person_id) == ("came-back", "Change email", carla.pk)
    assert_counts_true(cast.firm)


def test_contacts_without_clients_selected_change_nothing(cast: Cast) -> None:
    Contact.objects.filter(client=cast.acme).update(email="", address="")
    Client.objects.filter(pk=cast.acme.pk).update(reachable_contacts=0)
    batch = batch_of(cast.owner, EVERYBODY)
    assert [each.client for each in batch.invites.all()] == [cast.beta]


def test_a_client_with_many_contacts_costs_no_more_statements(cast: Cast) -> None:
    wide = make_client(cast.firm, "Wide", *((f"W {n}", f"w{n}@wide.example") for n in range(60)))
    narrow = make_client(cast.firm, "Narrow", ("N", "n@narrow.example"))
    batch_of(cast.owner, Selection.of(cast.acme.pk))

    def cost(client: Client) -> int:
        batch = send_batch(cast.owner, selection=Selection.of(client.pk), request_key=uuid4().hex, who="everyone")
        with CaptureQueriesContext(connection) as queries:
            opening.open_chunk(batch.pk, 500)
        return len(queries)

    assert cost(wide) == cost(narrow)
