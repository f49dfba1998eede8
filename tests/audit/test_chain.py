from argparse import Namespace

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from latchstring.audit import append_only, chain
from latchstring.audit.models import Event, Seal
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record, record_many
from latchstring.cli import verify_audit
from latchstring.cli.problems import FAILED
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7


@pytest.fixture
def log(cast):
    for block in range(3):
        record_many(cast.owner, Name.CLIENT_CHANGED, [Entry(detail={"block": block, "row": row}) for row in range(4)])
        chain.seal(cast.firm.pk)
    return cast


@pytest.fixture
def without_triggers(db):
    append_only.remove(connection)
    yield
    if connection.vendor == "postgresql":
        append_only.install(connection)


@pytest.fixture
def with_triggers(db):
    if connection.vendor == "sqlite":
        append_only.install(connection)


def test_every_event_is_sealed_into_a_chain_that_verifies(log):
    verdict = chain.verify(log.firm.pk)
    assert (verdict.blocks, verdict.events, verdict.unsealed, verdict.broken) == (3, 12, 0, None)


def test_events_wait_unsealed_until_the_worker_comes(log):
    record(log.owner, Name.FIRM_CHANGED, field="name")
    assert chain.verify(log.firm.pk).unsealed == 1
    assert chain.seal_all() == 1
    assert chain.seal_all() == 0


def test_a_changed_event_breaks_its_block(log, without_triggers):
    event = Event.objects.filter(seal__number=2).first()
    forged = dict.fromkeys(("actor_id", "client_id", "person_id", "subject_id"), uuid7())
    forged |= dict.fromkeys(("name", "actor_kind", "actor_name", "user_agent"), "forged")
    forged |= {"detail": {"row": 99}, "address": "192.0.2.1", "created_at": clock.now()}
    assert {"id", *forged} == {*chain._FIELDS}
    for column, value in forged.items():
        with transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**{column: value})
            assert chain.verify(log.firm.pk).broken == 2, column
            transaction.set_rollback(True)


def test_a_changed_block_that_was_sealed_anew_breaks_the_next(log, without_triggers):
    event = Event.objects.filter(seal__number=1).first()
    Event.objects.filter(pk=event.pk).update(detail={"block": 0, "row": 99})
    members = chain._plain(Event.objects.filter(seal__number=1).order_by("id"))
    Seal.objects.filter(firm=log.firm, number=1).update(digest=chain._digest(chain._START, 1, members))
    assert chain.verify(log.firm.pk).broken == 2


def test_the_command_says_which_block_was_changed_and_fails(log, without_triggers, capsys):
    assert verify_audit.run(Namespace(firm=log.firm.slug)) == 0
    Event.objects.filter(seal__number=2).update(address="192.0.2.7")
    assert verify_audit.run(Namespace(firm=log.firm.slug)) == FAILED
    assert "block 2 is not what was sealed" in capsys.readouterr().out


def test_a_deleted_event_breaks_its_block(log, without_triggers):
    Event.objects.filter(seal__number=3).first().delete()
    assert chain.verify(log.firm.pk).broken == 3


def test_a_deleted_block_breaks_the_chain(log, without_triggers):
    Event.objects.filter(seal__number=2).delete()
    Seal.objects.filter(number=2).delete()
    assert chain.verify(log.firm.pk).broken == 2


@pytest.mark.parametrize(
    "forbidden",
    [
        lambda: Event.objects.filter(seal__number=1).update(actor_name="Somebody else"),
        lambda: Event.objects.filter(seal__number=1).update(seal=None),
        lambda: Event.objects.filter(seal__number=1)._raw_delete("default"),
        lambda: Seal.objects.filter(number=3).update(count=1),
        lambda: Seal.objects.filter(number=3)._raw_delete("default"),
    ],
)
def test_the_database_refuses_to_rewrite_the_log(log, with_triggers, forbidden):
    with pytest.raises((IntegrityError, InternalError), match="only grows"), transaction.atomic():
        forbidden()


@pytest.mark.parametrize("is_sealed", [True, False])
def test_no_column_of_an_event_is_rewritten(log, with_triggers, is_sealed):
    record(log.owner, Name.CLIENT_CHANGED)
    event = Event.objects.filter(seal__isnull=not is_sealed).first()
    for column in ("actor_id", "client_id", "person_id", "subject_id"):
        setattr(event, column, uuid7())
    event.created_at, event.detail, event.address = clock.now(), {"block": 9}, "192.0.2.7"
    event.name = event.actor_kind = event.actor_name = event.user_agent = "another"
    for column in (field.name for field in Event._meta.concrete_fields if field.name not in {"id", "firm", "seal"}):
        with pytest.raises((IntegrityError, InternalError), match="only grows"), transaction.atomic():
            event.save(update_fields=[column])


def test_firms_have_chains_of_their_own(log):
    record(log.rival_owner, Name.FIRM_CHANGED)
    chain.seal_all()
    assert chain.verify(log.rival.pk).blocks == 1
    assert chain.verify(log.firm.pk).blocks == 3
