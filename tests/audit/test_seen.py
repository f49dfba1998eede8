"""Who could see what on a day: what the log tells is what the tables said at the time."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from latchstring.accounts.actions.change_role import change_role
from latchstring.accounts.actions.save_permission_set import save_permission_set
from latchstring.accounts.actions.set_seats import set_seats
from latchstring.accounts.actions.switch_licence import switch_licence
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.audit.seen.asking import who_saw
from latchstring.clients.actions.update_client import update_client
from latchstring.files.actions.share import share
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Refused
from latchstring.policy.licences import Licence
from latchstring.policy.roles import ALLOWED, Role
from latchstring.policy.scopes import Scope
from latchstring.portals.actions.change_access import change_access
from tests.audit.history import History
from tests.doors.files import put
from tests.portals.people import accepted

pytestmark = pytest.mark.django_db
STEPS = 50
BEGIN = datetime(2026, 3, 2, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def lived(cast, request):
    """A history, and the truth after each of its steps."""
    with time_machine.travel(BEGIN, tick=False) as machine:
        history = History(cast, request.param)
        history.pass_time = lambda more: machine.move_to(clock.now() + more)
        told = []
        for _ in range(STEPS):
            machine.move_to(clock.now() + timedelta(hours=3))
            said = history.step()
            machine.move_to(clock.now() + timedelta(minutes=1))
            told.append((said, history.truth()))
        yield cast, told


@pytest.mark.parametrize("lived", [2], indirect=True)
def test_the_log_tells_what_the_tables_said(lived):
    cast, told = lived
    end, last = clock.now(), told[-1][1]
    names = {cast.olive.pk: "Olive", cast.adam.pk: "Adam"}
    clients = {pk: who_saw(cast.owner, pk, before=end) for pk in last.people}
    owners = {pk: client for _said, truth in told for pk, client in truth.clients.items()}
    files = {pk: who_saw(cast.owner, client, before=end, document_id=pk) for pk, client in owners.items()}
    for number, (said, truth) in enumerate(told):
        for client_id, people in truth.people.items():
            seen = clients[client_id].on(truth.at, truth.at + SECOND)
            granted = {line.subject_id: line.granted_by for line in seen.people}
            assert granted == {pk: names[by] for pk, by in people.items()}, (number, said)
            assert {line.subject_id for line in seen.team} == truth.team[client_id], (number, said)
            assert (len(seen.people), len(seen.team)) == (len(people), len(truth.team[client_id])), (number, said)
        for document_id, allowed in truth.files.items():
            seen = files[document_id].on(truth.at, truth.at + SECOND)
            assert {line.subject_id for line in seen.people} == allowed, (number, said)
            assert {line.subject_id for line in seen.team} == truth.file_team[document_id], (number, said)
    told_then(cast, told[len(told) // 2][1], clients)


def told_then(cast, truth, clients):
    """What came later changes nothing of what is told of a day."""
    for client_id in truth.people:
        before = who_saw(cast.owner, client_id, before=truth.at + SECOND).on(truth.at, truth.at + SECOND)
        after = clients[client_id].on(truth.at, truth.at + SECOND)
        for then, now in ((before.people, after.people), (before.team, after.team)):
            same = [
                [(line.subject_id, line.why, line.start, line.granted_by) for line in lines] for lines in (then, now)
            ]
            assert same[0] == same[1]


def test_access_that_ends_is_over_on_its_last_midnight_whether_or_not_that_was_noted(cast):
    with time_machine.travel(BEGIN, tick=False) as machine:
        person = accepted(cast.owner, cast.acme)
        machine.move_to(BEGIN + timedelta(hours=1))
        change_access(cast.admin, person.accesses.get(), scope=Scope.BILLING_ONLY, until=date(2026, 3, 3))
        machine.move_to(BEGIN + timedelta(days=4))
        seen = who_saw(cast.owner, cast.acme.pk, before=clock.now())
        [whole, narrow] = seen.people
    assert (whole.why, narrow.why) == ("everything", "billing-only")
    assert {whole.granted_by, narrow.granted_by} == {"Olive"}
    assert narrow.end == datetime(2026, 3, 4, 5, tzinfo=UTC)


def test_whoever_is_put_in_the_place_of_another_sees_from_then_on(cast):
    for member in (cast.sam, cast.vic):
        told = {"name": member.name, "role": "staff-assigned"}
        record(cast.owner, Name.MEMBER_ADDED, Entry(subject_id=member.pk, detail=told))
    moments = []
    with time_machine.travel(clock.now(), tick=False) as machine:
        for member in (cast.vic, cast.sam):
            machine.move_to(clock.now() + timedelta(days=1))
            update_client(cast.owner, cast.beta, responsible=None, team=[member.pk])
            moments.append(clock.now() + timedelta(hours=1))
        seen = who_saw(cast.owner, cast.beta.pk, before=clock.now() + timedelta(days=1))
    assert [[line.name for line in seen.on(at, at + SECOND).team] for at in moments] == [["Vic"], ["Sam"]]


def test_who_is_suspended_for_not_logging_in_sees_nothing_meanwhile(cast):
    person = accepted(cast.owner, cast.acme)
    moments = []
    with time_machine.travel(clock.now(), tick=False) as machine:
        for name in (Name.DORMANT_SUSPENDED, Name.DORMANT_WOKEN, None):
            machine.move_to(clock.now() + timedelta(days=1))
            moments.append(clock.now() - timedelta(hours=1))
            if name:
                record(cast.owner, name, Entry(person_id=person.pk, detail={"name": str(person)}))
        seen = who_saw(cast.owner, cast.acme.pk, before=clock.now())
    assert [len(seen.on(at, at + SECOND).people) for at in moments] == [1, 0, 1]


def test_without_a_seat_or_the_licence_nobody_saw_a_file_and_without_the_permission_neither(cast):
    for member in (cast.olive, cast.vic):
        told = {"name": member.name, "role": member.role}
        record(cast.owner, Name.MEMBER_ADDED, Entry(subject_id=member.pk, detail=told))
    guest = accepted(cast.owner, cast.acme)
    file = put(cast.owner, cast.acme, "A.txt")
    share(cast.owner, cast.acme, [file])
    blind = {"name": "Blind", "actions": ALLOWED[Role.VIEWER] - {Action.FILES_VIEW}, "all_clients": True}
    steps = (
        lambda: set_seats(cast.owner, cast.vic.pk, seats=set(), among={Licence.FILES}),
        lambda: set_seats(cast.owner, cast.vic.pk, seats={Licence.FILES}, among={Licence.FILES}),
        lambda: change_role(
            cast.owner, cast.vic.pk, role=Role.STAFF, permission_set=save_permission_set(cast.owner, **blind)
        ),
        lambda: switch_licence(cast.owner, Licence.FILES, on=False),
    )
    moments = []
    with time_machine.travel(clock.now(), tick=False) as machine:
        for step in steps:
            machine.move_to(clock.now() + timedelta(days=1))
            step()
            moments.append(clock.now() + timedelta(hours=1))
        machine.move_to(clock.now() + timedelta(days=1))
        seen = who_saw(cast.owner, cast.acme.pk, before=clock.now(), document_id=file.pk)
        record_seen = who_saw(cast.owner, cast.acme.pk, before=clock.now())
    assert [[line.name for line in seen.on(at, at + SECOND).team] for at in moments] == [
        ["Olive"], ["Olive", "Vic"], ["Olive"], []
    ]  # fmt: skip
    assert [[line.subject_id for line in seen.on(at, at + SECOND).people] for at in moments] == [[guest.pk]] * 3 + [[]]
    assert [line.name for line in record_seen.on(moments[0], moments[0] + SECOND).team] == ["Olive", "Vic"]


def test_who_may_not_see_the_log_is_refused(cast):
    with pytest.raises(Refused):
        who_saw(cast.staff, cast.acme.pk, before=BEGIN)
