"""Pressing Send, and sending again to many: who may, once for each form, and at what cost."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from latchstring.clients.models import Client
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import Refused
from latchstring.portals import opening
from latchstring.portals.actions import open_batches as opener
from latchstring.portals.actions.accept import look
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend_batch import resend_batch
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.models import Invite, InviteBatch, PortalUser, Skip
from latchstring.portals.queries.manager import people_selected
from latchstring.portals.refusals import BadMessage, Refusal
from latchstring.portals.selection import Selection
from tests.cast import Cast, make_client
from tests.portals.batch_kit import adds_up, many
from tests.portals.people import (
    BOB,
    EVERYBODY,
    accepted,
    assert_counts_true,
    batch_of,
    invited,
    kill,
    newest,
    token_of,
)


def reasons(batch: InviteBatch) -> dict[str, str]:
    return dict(Skip.objects.filter(batch=batch).values_list("name", "reason"))


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
    assert newest(carla).expires_at > clock.now() + timedelta(days=29)
    assert_counts_true(cast.firm)


def test_bulk_resend_by_filter(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        invited(cast.owner, cast.beta, BOB)
        batch = resend_batch(cast.owner, selection=Selection("filter", filter={"show": "expired"}), request_key="k")
        open_batches()
        assert [each.person for each in batch.invites.all()] == [carla]


def test_bulk_resend_of_all_that_match_leaves_out_whom_somebody_unticked(cast: Cast) -> None:
    carla, bob = invited(cast.owner, cast.acme), invited(cast.owner, cast.beta, BOB)
    selection = Selection("filter", filter={"show": "invited"}, excluded=frozenset({bob.pk}))
    batch = resend_batch(cast.owner, selection=selection, request_key="k")
    open_batches()
    assert [each.person for each in batch.invites.all()] == [carla]


def test_ids_mean_only_people_whom_the_actor_sees(cast: Cast) -> None:
    bob = invited(cast.owner, cast.beta, BOB)
    assert list(people_selected(cast.owner, Selection.of(bob.pk))) == [bob]
    for actor in (cast.staff, cast.rival_owner):
        assert not people_selected(actor, Selection.of(bob.pk)).exists()


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


def test_the_message_goes_with_every_invite_of_the_batch_whatever_chunk_it_is_in(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(cast, 3)
    monkeypatch.setattr(opener, "FIRST", 2)
    monkeypatch.setattr(opener, "CHUNK", 2)
    send_batch(cast.owner, selection=EVERYBODY, message="The organizer waits.", request_key="k")
    open_batches()
    assert set(Invite.objects.values_list("note", flat=True)) == {"The organizer waits."}
    letters = [message.letter for message in Message.objects.select_related("letter")]
    assert [letter.html.count("The organizer waits.") for letter in letters] == [1] * 5
    assert [letter.text.count("The organizer waits.") for letter in letters] == [1] * 5
