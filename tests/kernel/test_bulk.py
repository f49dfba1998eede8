"""Bulk inserts write what the models would have written."""

import pytest
from django.db import IntegrityError, transaction

from latchstring.audit.models import Event
from latchstring.clients.models import Client, SearchText
from latchstring.kernel.bulk import insert
from latchstring.mail.models import Campaign, Letter, Message, State
from latchstring.portals.models import Phase, PortalUser
from tests.cast import Cast


def test_values_and_defaults_are_as_a_model_writes_them(cast: Cast) -> None:
    campaign = Campaign.objects.create(firm=cast.firm)
    letter = Letter.objects.create(firm=cast.firm, kind="x", digest=b"x", subject="s", text="t", html="h")
    model = Message(
        firm=cast.firm, campaign=campaign, letter=letter, to_address="é\t\\N@x.example", fields={"a": "ü\n"}
    )
    assert insert(Message, [vars(model)]) == 1
    names = [field.attname for field in Message._meta.concrete_fields]
    found = Message.objects.get()
    assert {name: getattr(found, name) for name in names} == {name: getattr(model, name) for name in names}
    assert (found.state, found.leased_until) == (State.QUEUED, None)


def test_what_is_left_out_takes_its_default(cast: Cast) -> None:
    rows = [{"firm_id": cast.firm.pk, "name": f"test.{n}", "actor_kind": "system"} for n in range(3)]
    assert insert(Event, (row | ({"address": "192.0.2.7"} if row["name"] == "test.1" else {}) for row in rows)) == 3
    events = Event.objects.order_by("name")
    assert len({event.pk for event in events}) == 3
    assert [(event.detail, event.address) for event in events] == [({}, None), ({}, "192.0.2.7"), ({}, None)]
    assert all(event.created_at for event in events)


def test_numbered_keys_and_choices(cast: Cast) -> None:
    extra = Client.objects.create(firm=cast.firm, name="X", sort_name="x")
    insert(SearchText, [{"client_id": extra.pk, "text": "x"}])
    assert SearchText.objects.get(client=extra).pk
    person = {"firm_id": cast.firm.pk, "address": "a@x.example", "expires_at": extra.created_at, "phase": Phase.ACTIVE}
    insert(PortalUser, [person])
    assert PortalUser.objects.get().phase == Phase.ACTIVE


def test_nothing_is_nothing(cast: Cast) -> None:
    assert insert(Event, []) == 0


def test_what_the_database_refuses_is_an_integrity_error(cast: Cast) -> None:
    row = vars(cast.acme)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Client, [row])
