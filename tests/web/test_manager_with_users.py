import re
from datetime import UTC, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from latchstring.clients.models import Counts, Tag
from latchstring.clients.search import refresh
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import PortalUser
from tests.web.client_kit import ago, browser_of, came_back, count, let_in
from tests.web.manager_kit import body, many_people, scoped_manager

URL = "/clients/portals/"


@pytest.fixture
def people(cast):
    """Carla has come in, Luis was invited long ago, Bob just now."""
    refresh([cast.acme.pk, cast.beta.pk])
    let_in(cast.olive, cast.acme, "carla@acme.example", "Carla Acme", accepted_at=ago(days=3))
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", expires_at=ago(days=1))
    let_in(cast.olive, cast.beta, "bob@beta.example", "Bob Beta")
    carla = PortalUser.objects.get(address="carla@acme.example")
    PortalUser.objects.filter(pk=carla.pk).update(last_login_at=ago(days=2), web_sessions=46)
    return carla


def shown(member, **query):
    """The names in the list, in order."""
    return re.findall(r'aria-label="Select (.+?)"', body(browser_of(member).get(URL, query)).split("<tbody>")[-1])


def test_each_person_has_a_row_with_every_column(cast, people):
    let_in(cast.olive, cast.beta, people.email, people.name, accepted_at=ago(days=3))
    text = body(browser_of(cast.olive).get(URL))
    row = re.search(r"<tr>(?:(?!</tr>).)*Carla Acme.*?</tr>", text.split("<tbody>")[1], re.S)[0]
    assert ">Carla Acme</a><small>carla@acme.example</small>" in row
    for words in (">Acme Bakery LLC</a>", "and 1 more", "Accepted", ">46<", "Actions for Carla Acme"):
        assert words in row
    moments = (people.invited_at, ago(days=2))
    days = [moment.astimezone(ZoneInfo(cast.firm.time_zone)).date().isoformat() for moment in moments]
    assert re.findall(r'datetime="([^"T]+)', row) == days
    assert (text.split("<tbody>")[1].count(">Never<"), ">Never<" in row) == (2, False)
    for head in ("Portal user", "Client records", "Status", "Invited", "Last login", "Web sessions", "Email inactive"):
        assert f">{head}<" in re.sub("<svg.*?</svg>", "", text)


def test_tabs_and_summary_show_the_kept_counts(cast, people):
    text = body(browser_of(cast.olive).get(URL))
    assert 'portals/" aria-current="page">With portal users <span class="count">3</span>' in text
    assert 'Without client portals <span class="count">0</span>' in text
    assert "3 portal users at 2 clients" in text
    mine = body(browser_of(scoped_manager(cast.sam)).get(URL))
    assert 'With portal users <span class="count">2</span>' in mine
    assert "2 portal users at 1 client" in mine


def test_the_day_that_recording_began_is_named(cast, people):
    Counts.objects.filter(firm=cast.firm).update(recording_since=datetime(2025, 3, 14, 12, tzinfo=UTC))
    day = r'[Cc]ounted since <time datetime="2025-03-14'
    assert re.search(day, body(browser_of(cast.olive).get(f"{URL}users/{people.pk}/")))
    for member in (cast.olive, scoped_manager(cast.sam)):
        for tab in (URL, f"{URL}without/"):
            assert re.search(day, body(browser_of(member).get(tab)))


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("all", {"Carla Acme", "Luis Acme", "Bob Beta"}),
        ("invited", {"Luis Acme", "Bob Beta"}),
        ("logged-in", {"Carla Acme"}),
        ("expired", {"Luis Acme"}),
        ("expiring", set()),
        ("inactive", set()),
        ("never", {"Luis Acme", "Bob Beta"}),
        ("quiet", set()),
        ("removed", set()),
        ("nonsense", {"Carla Acme", "Luis Acme", "Bob Beta"}),
    ],
)
def test_the_filter_shows_exactly_those(cast, people, show, names):
    assert set(shown(cast.olive, show=show)) == names


def test_the_chosen_filter_is_the_buttons_label(cast, people):
    text = body(browser_of(cast.olive).get(URL, {"show": "invited"}))
    chosen = re.search(r'role="menuitemradio" aria-checked="true">.*?</svg>([^<]+)', text)
    assert chosen[1].strip() == "Show all invited but not accepted"


def test_removed_people_are_listed_only_under_removed(cast, people):
    remove_access(cast.owner, people)
    assert "Carla Acme" not in shown(cast.olive)
    assert shown(cast.olive, show="removed") == ["Carla Acme"]


def test_email_inactive_says_since_when_and_why(cast, people):
    PortalUser.objects.filter(pk=people.pk).update(
        email_inactive_at=ago(days=400), email_inactive_reason="The mailbox does not exist."
    )
    came_back(cast.firm, "carla@acme.example", days=400)
    text = body(browser_of(cast.olive).get(URL, {"show": "inactive"}))
    day = ago(days=400).astimezone(ZoneInfo(cast.firm.time_zone)).date()
    assert f'Since <time datetime="{day}' in text
    assert "The mailbox does not exist." in text


@pytest.mark.parametrize("typed", ["luis", "LUIS@ACME", "Acme Bakery"])
def test_search_finds_by_name_email_and_client(cast, people, typed):
    assert "Luis Acme" in shown(cast.olive, q=typed)
    assert "Bob Beta" not in shown(cast.olive, q=typed)


def test_no_match_repeats_what_was_typed_and_offers_to_clear_it(cast, people):
    text = body(browser_of(cast.olive).get(URL, {"q": "<okaf>", "hide": "client"}))
    assert "No portal users match “&lt;okaf&gt;”." in text
    assert re.search(r'href="\?hide=client">Clear search<', text)


def test_nobody_yet_leads_to_the_clients(cast):
    assert "The latchstring is in" in body(browser_of(cast.olive).get(URL))
    Counts.objects.update(clients=0)
    assert "Import your client list" in body(browser_of(cast.olive).get(URL))


@pytest.mark.parametrize("sort", ["name", "client", "status", "invited", "last-login", "sessions", "inactive"])
def test_every_column_sorts_both_ways(cast, people, sort):
    assert shown(cast.olive, sort=sort) == shown(cast.olive, sort=f"-{sort}")[::-1]


def test_the_sorted_head_says_its_direction(cast, people):
    text = body(browser_of(cast.olive).get(URL, {"sort": "name"}))
    assert re.search(r'aria-sort="ascending"><button class="sort" form="filter" name="sort" value="-name"', text)


def test_a_hidden_column_is_gone_and_stays_in_the_address(cast, people):
    text = body(browser_of(cast.olive).get(URL, {"hide": "sessions.status"}))
    assert 'value="sessions"' not in text.split("<thead>")[1]
    assert ">46<" not in text
    menu = re.findall(r'name="hide" value="([^"]*)" role="\w+" aria-checked="(\w+)">.*?</svg>([^<]+)', text)
    assert menu[:2] == [("client.sessions.status", "true", "Client records"), ("sessions", "false", "Status")]
    assert '<input type="hidden" name="hide" value="status.sessions">' in text


def test_team_member_and_tag_narrow(cast, people):
    cast.beta.responsible = cast.adam
    cast.beta.save()
    cast.acme.tags.add(Tag.objects.create(firm=cast.firm, name="Payroll"))
    menus = body(browser_of(cast.olive).get(URL))
    assert f'name="team" value="{cast.adam.pk}"' in menus
    assert 'name="tag" value="Payroll"' in menus
    assert shown(cast.olive, team=cast.adam.pk) == ["Bob Beta"]
    assert set(shown(cast.olive, tag="Payroll")) == {"Carla Acme", "Luis Acme"}


def test_pages_go_on_and_back_and_count_their_rows(cast):
    many_people(cast.firm, 120)
    browser = browser_of(cast.olive)
    first = body(browser.get(URL, {"show": "invited", "sort": "name"}))
    assert "1 to 50 of 120" in first
    second_url = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
    assert second_url.startswith("?show=invited&sort=name&cursor=")
    second = body(browser.get(URL + second_url))
    assert "51 to 100 of 120" in second
    back = re.search(r'href="([^"]+)" rel="prev"', second)[1].replace("&amp;", "&")
    assert "1 to 50 of 120" in body(browser.get(URL + back))
    third = body(browser.get(URL + re.search(r'href="([^"]+)" rel="next"', second)[1].replace("&amp;", "&")))
    assert "101 to 120 of 120" in third
    back = re.search(r'href="([^"]+)" rel="prev"', third)[1].replace("&amp;", "&")
    assert "51 to 100 of 120" in body(browser.get(URL + back))
    names = re.findall(r'aria-label="Select (Person \d+)"', first + second)
    assert len(set(names)) == 100


def test_htmx_gets_the_list_alone_and_its_address(cast, people):
    answer = browser_of(cast.olive).get(URL, {"show": "invited", "sort": "-invited"}, headers={"HX-Request": "true"})
    assert body(answer).lstrip().startswith("<select-rows")
    assert answer["HX-Push-Url"] == f"{URL}?show=invited"
    sorted_now = browser_of(cast.olive).get(
        URL, {"sort": "-sessions", "hide": "status"}, headers={"HX-Request": "true"}
    )
    assert sorted_now["HX-Push-Url"] == f"{URL}?sort=-sessions&hide=status"


def test_scoped_staff_see_and_count_only_people_of_their_clients(cast, people):
    sam = scoped_manager(cast.sam)
    assert set(shown(sam)) == {"Carla Acme", "Luis Acme"}
    text = body(browser_of(sam).get(URL))
    assert 'With portal users <span class="count">2</span>' in text
    assert "Beta" not in text
    assert shown(sam, q="bob") == []


def test_signed_out_goes_to_log_in_and_comes_back(cast):
    assert browser_of(None).get(URL)["Location"] == "/login/?next=/clients/portals/"


def test_other_firm_finds_nothing(cast):
    assert browser_of(cast.rita).get(URL).status_code == 404


def test_wrong_role_reads_which_permission_is_missing_and_who_gives_it(cast):
    for member in (cast.sam, cast.vic):
        answer = browser_of(member).get(URL)
        assert answer.status_code == 403
        assert "“manage client portals”" in body(answer)
        assert "Olive" in body(answer)


def test_wrong_method(cast):
    assert browser_of(cast.olive).post(URL).status_code == 405


@pytest.mark.parametrize(
    "query",
    [{"cursor": "x" * 2000}, {"team": "'"}, {"sort": "-; drop"}, {"at": "-5"}, {"q": "\x00%_'\""}, {"hide": "name"}],
)
def test_a_strange_address_is_the_plain_list(cast, people, query):
    assert browser_of(cast.olive).get(URL, query).status_code == 200


def test_statements_do_not_grow_with_the_rows(cast):
    many_people(cast.firm, 10)
    few = count(browser_of(cast.olive), URL)
    many_people(cast.firm, 990, start=10)
    assert count(browser_of(cast.olive), URL) == few
    assert count(browser_of(cast.olive), f"{URL}?show=invited&sort=last-login&q=person") <= few + 1


def test_a_kept_row_is_drawn_anew_when_anything_it_shows_has_changed(cast, people):
    olive = browser_of(cast.olive)
    before = body(olive.get(URL))
    PortalUser.objects.filter(pk=people.pk).update(web_sessions=47, name="Carla <b>Acme</b>")
    text = body(olive.get(URL))
    assert ">46<" in before
    assert ">47<" in text
    assert "Carla &lt;b&gt;Acme&lt;/b&gt;" in text
    cast.firm.time_zone = "Pacific/Auckland"
    cast.firm.save()
    times = re.compile(r'<time datetime="[^"]+"')
    assert times.findall(body(olive.get(URL))) != times.findall(text)


def test_rows_lead_back_to_the_list_that_was_looked_at(cast, people):
    olive = browser_of(cast.olive)
    for query in ("?q=carla", "?q=acme"):
        assert f"next={quote(URL + query, safe='')}" in body(olive.get(URL + query))
