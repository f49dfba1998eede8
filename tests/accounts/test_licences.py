"""Licences: switched on for the firm, seats given to people."""

import pytest

from latchstring.accounts.actions.set_seats import set_seats
from latchstring.accounts.actions.switch_licence import switch_licence
from latchstring.accounts.models import TeamMember
from latchstring.accounts.queries import staff_actor_for
from latchstring.accounts.team import BadTeam
from latchstring.audit.models import Event
from latchstring.firms.actions.create_firm import create_firm
from latchstring.policy.actions import Action
from latchstring.policy.actor import Refused
from latchstring.policy.licences import ALL_LICENCES, ALWAYS, Licence


def files_of(cast, member):
    return staff_actor_for(member.user, cast.firm).may(Action.FILES_VIEW)


def test_a_new_firm_has_client_management_and_files(db):
    assert create_firm(name="New").licences == {Licence.CLIENT_MANAGEMENT, Licence.FILES}


def test_switching_off_takes_it_from_everybody_and_on_gives_the_same_seats_back(cast):
    set_seats(cast.owner, cast.vic.pk, seats=frozenset(), among={Licence.FILES})
    switch_licence(cast.owner, Licence.FILES, on=False)
    cast.firm.refresh_from_db()
    assert not files_of(cast, cast.olive)
    switch_licence(cast.owner, Licence.FILES, on=True)
    cast.firm.refresh_from_db()
    assert files_of(cast, cast.olive)
    assert not files_of(cast, cast.vic)


def test_the_first_time_everybody_gets_a_seat(cast):
    TeamMember.objects.update(seats=[])
    cast.firm.switched_on = []
    cast.firm.save()
    switch_licence(cast.owner, Licence.ESIGN, on=True)
    assert {tuple(each.seats) for each in TeamMember.objects.filter(firm=cast.firm)} == {("esign",)}
    assert TeamMember.objects.get(pk=cast.rita.pk).seats == []


def test_client_management_is_always_on(cast):
    with pytest.raises(BadTeam, match="Client Management is always on"):
        switch_licence(cast.owner, Licence.CLIENT_MANAGEMENT, on=False)
    cast.firm.switched_on = []
    cast.firm.save()
    assert staff_actor_for(cast.vic.user, cast.firm).licences == ALWAYS


def test_twice_is_once_and_each_change_is_one_event(cast):
    for on in (False, False, True, True):
        switch_licence(cast.admin, Licence.ESIGN, on=on)
    detail = {"name": "eSign", "licence": "esign", "everybody": False}
    assert list(Event.objects.order_by("id").values_list("name", "detail")) == [
        ("licence.switched_off", detail),
        ("licence.switched_on", detail),
    ]


def test_seats_of_other_licences_stay(cast):
    set_seats(cast.owner, cast.vic.pk, seats={Licence.FILES}, among={Licence.FILES, Licence.ESIGN})
    cast.vic.refresh_from_db()
    assert set(cast.vic.seats) == ALL_LICENCES - {Licence.ESIGN}
    assert Event.objects.get().detail == {"name": "Vic", "given": [], "taken": ["esign"]}
    set_seats(cast.owner, cast.vic.pk, seats={Licence.FILES}, among={Licence.FILES, Licence.ESIGN})
    assert Event.objects.count() == 1


@pytest.mark.parametrize("who", ["staff", "viewer"])
def test_who_may_not_manage_the_team_changes_nothing(cast, who):
    with pytest.raises(Refused):
        switch_licence(getattr(cast, who), Licence.ESIGN, on=False)
    with pytest.raises(Refused):
        set_seats(getattr(cast, who), cast.vic.pk, seats=frozenset(), among={Licence.FILES})
    assert not Event.objects.exists()


def test_another_firms_people_get_no_seats_from_here(cast):
    with pytest.raises(BadTeam, match="not on the team"):
        set_seats(cast.owner, cast.rita.pk, seats=frozenset(), among={Licence.FILES})
