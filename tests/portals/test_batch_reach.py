"""Whom a batch reaches, whom it passes over and why, and that the preview says the same."""

from datetime import timedelta

import pytest
import time_machine

from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.models import Client, Contact
from latchstring.kernel import clock
from latchstring.mail.models import Campaign, Message
from latchstring.portals.actions import open_batches as opener
from latchstring.portals.actions.accept import accept
from latchstring.portals.models import Access, PortalUser, Skip
from latchstring.portals.queries.problems import problem_counts, problems
from latchstring.portals.queries.recipients import preview, recipient_at
from latchstring.portals.refusals import Refusal
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
    leave,
    login,
    token_of,
)


def test_a_filter_reaches_the_primary_contact_of_every_client_without_a_portal(cast: Cast) -> None:
    make_client(cast.firm, "Nobody to Write To")
    batch = batch_of(cast.owner, EVERYBODY, message="Hello {First name}")
    assert set(PortalUser.objects.values_list("address", flat=True)) == {"carla@acme.example", "bob@beta.example"}
    assert Message.objects.values("letter").distinct().count() == 1
    assert Message.objects.exclude(campaign=batch.campaign).count() == 0
    assert (adds_up(batch).queued, batch.selected) == (2, 2)
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
    assert "same-person" not in rows
    assert [row.client_name for row in problems(cast.owner, batch, "same-person")] == ["Twin"]
    assert problem_counts(batch)["already-user"] == 2
    assert len(problems(cast.owner, batch, "no-email")) == 1
    assert_counts_true(cast.firm)


def test_who_let_an_invite_expire_is_sent_a_new_one(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        batch = batch_of(cast.owner, Selection.of(cast.acme.pk))
        assert [each.person for each in batch.invites.all()] == [carla]
        assert adds_up(batch).skipped == 0


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


def test_the_daily_cap_skips_the_rest_of_a_batch(cast: Cast) -> None:
    many(cast, 5)
    cast.firm.invites_a_day = 3
    cast.firm.save()
    now = adds_up(batch_of(cast.owner, EVERYBODY))
    assert (now.queued, now.skipped) == (3, 4)
    assert set(Skip.objects.values_list("reason", "detail")) == {("over-limit", "of-member")}


def test_contacts_without_clients_selected_change_nothing(cast: Cast) -> None:
    Contact.objects.filter(client=cast.acme).update(email="", address="")
    Client.objects.filter(pk=cast.acme.pk).update(reachable_contacts=0)
    batch = batch_of(cast.owner, EVERYBODY)
    assert [each.client for each in batch.invites.all()] == [cast.beta]
