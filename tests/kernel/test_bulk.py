"""Bulk inserts write what the models would have written."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from latchstring.audit.models import Event
from latchstring.clients.models import Client, SearchText
from latchstring.kernel import clock
from latchstring.kernel.bulk import insert
from latchstring.kernel.copying import blocks
from latchstring.mail.models import Campaign, Letter, MailLink, Message, State
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


SIGNS = ["", "a\tb", "a\nb\r", "\\", "\\N", "\\.", "\\t", "é\u2028ü", "'\"", "{}", "%s", "NULL", "\x01\x7f", "x" * 300]


def test_many_rows_keep_every_sign_and_kind_of_value(cast: Cast) -> None:
    rows = [
        {
            "firm_id": cast.firm.pk,
            "name": f"test.{n}",
            "actor_kind": "system",
            "actor_id": uuid4() if n % 2 else None,
            "created_at": clock.now() + timedelta(microseconds=n),
            "actor_name": SIGNS[n % len(SIGNS)][:150],
            "detail": {"sign": SIGNS[n % len(SIGNS)], "n": n},
        }
        for n in range(1_200)
    ]
    assert insert(Event, rows) == len(rows)
    found = {event.name: event for event in Event.objects.all()}
    assert [{name: getattr(found[row["name"]], name) for name in row} for row in rows] == rows


def test_many_rows_of_bytes_flags_and_numbers(cast: Cast) -> None:
    letter = Letter.objects.create(firm=cast.firm, kind="x", digest=b"x", subject="s", text="t", html="h")
    rows = [
        {
            "firm_id": cast.firm.pk,
            "letter_id": letter.pk,
            "to_address": f"{n}@x.example",
            "urgent": n % 2 == 0,
            "attempts": n,
        }
        for n in range(20)
    ]
    insert(Message, rows)
    found = Message.objects.order_by("attempts")
    assert [(row.to_address, row.urgent, row.attempts) for row in found] == [
        (row["to_address"], row["urgent"], row["attempts"]) for row in rows
    ]
    links = [
        {
            "firm_id": cast.firm.pk,
            "message_id": row.pk,
            "digest": bytes([n]) * 32,
            "address": "",
            "purpose": "",
            "subject": row.pk,
        }
        for n, row in enumerate(found)
    ]
    insert(MailLink, links)
    assert {bytes(link.digest) for link in MailLink.objects.all()} == {link["digest"] for link in links}


def test_what_is_no_value_of_ours_is_not_guessed() -> None:
    with pytest.raises(TypeError, match="object"):
        list(blocks([[object()]]))
