"""Which people a filter, a search, a tag or a team member of the Manager shows."""

from datetime import timedelta

import pytest
import time_machine

from latchstring.clients import search as client_search
from latchstring.clients.models import Tag
from latchstring.kernel import clock
from latchstring.portals import search
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import Phase, PortalUser, SearchText
from latchstring.portals.queries import filters
from latchstring.portals.queries.figures import figures
from latchstring.portals.queries.manager import ManagerFilter, manager_rows
from latchstring.portals.status import status_of
from tests.cast import Cast
from tests.portals.crowd import crowd
from tests.portals.people import BOB, CARLA, accepted, comes_in, invited


def test_each_filter_shows_what_it_says(cast: Cast) -> None:
    crowd(cast, 120)
    now = clock.now()

    def shown(show: str) -> set[object]:
        return {row.id for row in manager_rows(cast.owner, ManagerFilter(show=show), size=500).rows}

    people = list(PortalUser.objects.all())
    live = [each for each in people if each.phase != Phase.REMOVED]
    status = {each.pk: status_of(each, now) for each in people}
    assert shown("all") == {each.pk for each in live}
    assert shown("invited") == {each.pk for each in people if each.phase == Phase.PENDING}
    assert shown("logged-in") == {each.pk for each in live if each.last_login_at}
    assert shown("expired") == {pk for pk, value in status.items() if value == "expired"}
    assert shown("expiring") == {
        each.pk
        for each in people
        if status[each.pk] in {"queued", "sent", "delivered"} and each.expires_at < now + timedelta(days=7)
    }
    assert shown("inactive") == {each.pk for each in live if each.email_inactive_at}
    assert shown("never") == {each.pk for each in live if not each.last_login_at}
    assert shown("quiet") == {
        each.pk
        for each in people
        if each.phase == Phase.ACTIVE and (not each.last_login_at or each.last_login_at < now - timedelta(days=90))
    }
    assert shown("removed") == {each.pk for each in people if each.phase == Phase.REMOVED}


def test_whoever_was_removed_and_invited_anew_is_waited_for_again(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    comes_in(carla)
    remove_access(cast.owner, carla)
    invited(cast.owner, cast.acme)
    for show, figure in (("invited", 1), ("logged-in", 0)):
        assert len(manager_rows(cast.owner, ManagerFilter(show=show)).rows) == figure
    sums = figures(cast.owner)
    assert (sums.people_pending, sums.people_active) == (1, 0)


@pytest.mark.parametrize(
    ("show", "moment", "inside"),
    [
        ("expiring", {"expires_at": timedelta(days=7, minutes=-1)}, True),
        ("expiring", {"expires_at": timedelta(days=7, minutes=1)}, False),
        ("quiet", {"last_login_at": timedelta(days=-90, minutes=-1)}, True),
        ("quiet", {"last_login_at": timedelta(days=-90, minutes=1)}, False),
    ],
)
def test_a_filter_ends_at_the_day_that_it_names(
    cast: Cast, show: str, moment: dict[str, timedelta], inside: bool
) -> None:
    person = accepted(cast.owner, cast.acme) if show == "quiet" else invited(cast.owner, cast.acme)
    PortalUser.objects.filter(pk=person.pk).update(**{name: clock.now() + away for name, away in moment.items()})
    assert bool(manager_rows(cast.owner, ManagerFilter(show=show)).rows) is inside


def test_who_grows_quiet_while_the_server_runs_is_shown(cast: Cast) -> None:
    comes_in(accepted(cast.owner, cast.acme))
    quiet = ManagerFilter(show="quiet")
    assert not manager_rows(cast.owner, quiet, "-last-login").rows
    with time_machine.travel(clock.now() + timedelta(days=91)):
        assert manager_rows(cast.owner, quiet, "-last-login").rows


def test_scoped_staff_see_those_who_were_removed_from_their_clients(cast: Cast) -> None:
    for client, invitee in ((cast.acme, CARLA), (cast.beta, BOB)):
        remove_access(cast.owner, invited(cast.owner, client, invitee))
    rows = manager_rows(cast.staff, ManagerFilter(show="removed")).rows
    assert [row.email for row in rows] == [CARLA.email]


def test_an_unknown_filter_or_sort_is_the_first_one(cast: Cast) -> None:
    invited(cast.owner, cast.acme)
    assert ManagerFilter.of({"show": "everything", "team": "nobody"}) == ManagerFilter()
    assert len(manager_rows(cast.owner, ManagerFilter(), "-nonsense").rows) == 1


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("carla", {"carla@acme.example"}),
        ("CARLA ACME", {"carla@acme.example"}),
        ("acme.exam", {"carla@acme.example"}),
        ("beta far", {"bob@beta.example"}),
        ("ca", {"carla@acme.example"}),
        ("ar", set()),
        ("zzz", set()),
        ('"carla" OR bob', set()),
        ("100%", set()),
        ("_arla", set()),
        ("carla\0", {"carla@acme.example"}),
    ],
)
def test_search_finds_names_emails_and_clients(cast: Cast, q: str, found: set[str]) -> None:
    invited(cast.owner, cast.acme)
    invited(cast.owner, cast.beta, BOB)
    client_search.refresh([cast.acme.pk, cast.beta.pk])
    assert {row.email for row in manager_rows(cast.owner, ManagerFilter(q=q)).rows} == found


def test_search_follows_a_changed_name(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    carla.name, carla.sort_name = "Zoë Ångström", "zoë ångström"
    carla.save()
    search.refresh(carla)
    assert manager_rows(cast.owner, ManagerFilter(q="angstrom")).rows
    carla.email = carla.address = "zoe@acme.example"
    search.refresh(carla)
    assert not manager_rows(cast.owner, ManagerFilter(q="carla")).rows
    assert manager_rows(cast.owner, ManagerFilter(q="zoe@acme")).rows
    assert SearchText.objects.count() == 1


def test_team_and_tag_narrow_further(cast: Cast) -> None:
    invited(cast.owner, cast.acme)
    invited(cast.owner, cast.beta, BOB)
    remove_access(cast.owner, invited(cast.owner, cast.beta), client=cast.beta)
    cast.beta.responsible = cast.olive
    cast.beta.save()
    cast.acme.tags.add(Tag.objects.create(firm=cast.firm, name="1040"))
    by_team = manager_rows(cast.owner, ManagerFilter(team=cast.olive.pk)).rows
    by_tag = manager_rows(cast.owner, ManagerFilter(tag="1040")).rows
    assert ([row.email for row in by_team], [row.email for row in by_tag]) == ([BOB.email], [CARLA.email])


@pytest.mark.parametrize("few", [0, 500])
def test_a_filter_shows_the_same_by_its_own_index_and_by_the_walk(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    crowd(cast, 40)
    monkeypatch.setattr(filters, "FEW", few)
    for show in filters.OWN_INDEX:
        shown = [row.id for row in manager_rows(cast.owner, ManagerFilter(show=show), "name", size=100).rows]
        wanted = filters.matching(cast.owner, ManagerFilter(show=show)).order_by("sort_name", "pk")
        assert shown == list(wanted.values_list("pk", flat=True)), show
