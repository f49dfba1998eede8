"""The log as it is read: by words, by kind, by the firm's own days, and only by who may."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from latchstring.audit.names import Name
from latchstring.audit.queries import LogFilter, log, of_person
from latchstring.audit.record import Entry, past, record
from latchstring.policy.actor import Refused


def written(cast, kind=Name.CLIENT_CHANGED, moment=None, **detail):
    token = past.set(moment)
    try:
        record(cast.owner, kind, Entry(detail=detail))
    finally:
        past.reset(token)


def test_days_are_the_firms_and_both_ends_count(cast):
    for day, hour in ((10, 3), (10, 4), (12, 3), (12, 4)):  # midnight is at 4 in New York
        written(cast, moment=datetime(2026, 3, day, hour, 30, tzinfo=UTC), name=f"{day} at {hour}")
    where = LogFilter(since=date(2026, 3, 10), until=date(2026, 3, 11), zone="America/New_York")
    assert [event.detail["name"] for event in log(cast.owner, where)] == ["12 at 3", "10 at 4"]


@pytest.mark.parametrize(("name", "found"), [("client", ["client.changed"]), ("client.changed", ["client.changed"])])
def test_a_kind_is_all_of_it_and_nothing_that_begins_alike(cast, name, found):
    written(cast)
    written(cast, Name.CLIENTS_IMPORTED)
    assert [event.name for event in log(cast.owner, LogFilter(name=name))] == found


def test_who_it_happened_to_is_found(cast):
    for name in ("Luis Acme", "Bob Beta"):
        written(cast, Name.INVITE_SENT, name=name)
    assert [event.detail["name"] for event in log(cast.owner, LogFilter(q="luis"))] == ["Luis Acme"]


def test_who_may_not_reads_nothing(cast):
    for actor in (cast.staff, cast.viewer):
        with pytest.raises(Refused, match="view the audit log"):
            log(actor, LogFilter())


def test_of_a_person_scoped_staff_read_what_is_about_their_clients_or_about_none(cast):
    person = uuid4()
    for client in (cast.acme, cast.beta, None):
        record(cast.owner, Name.INVITE_SENT, Entry(client and client.pk, person))
    assert [event.client_id for event in of_person(cast.owner, person)] == [None, cast.beta.pk, cast.acme.pk]
    assert [event.client_id for event in of_person(cast.staff, person)] == [None, cast.acme.pk]
