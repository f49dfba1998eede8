import csv
import io

import openpyxl
import pytest

from latchstring.audit.models import Event
from latchstring.portals.models import PortalUser
from tests.web.client_kit import ago, browser_of, let_in
from tests.web.manager_kit import many_people, mute_client, scoped_manager

CSV, XLSX = "/clients/portals/export.csv", "/clients/portals/export.xlsx"


@pytest.fixture
def people(cast):
    let_in(cast.olive, cast.acme, "carla@acme.example", "Carla Acme", accepted_at=ago(days=3))
    let_in(cast.olive, cast.beta, "bob@beta.example", "Bob Beta")


def content(member, url, **query):
    return b"".join(browser_of(member).get(url, query).streaming_content)


def rows(member, **query):
    return list(csv.reader(io.StringIO(content(member, CSV, **query).decode("utf-8-sig"))))


def test_csv_has_the_shown_columns_and_rows(cast, people):
    head, *found = rows(cast.olive, sort="name")
    assert head[:7] == ["Portal user", "Email", "Client records", "Status", "Invited", "Last login", "Web sessions"]
    assert [row[:4] for row in found] == [
        ["Bob Beta", "bob@beta.example", "Beta Farms", "Queued"],
        ["Carla Acme", "carla@acme.example", "Acme Bakery LLC", "Accepted"],
    ]


def test_the_filter_of_the_page_holds(cast, people):
    assert [row[0] for row in rows(cast.olive, show="invited")[1:]] == ["Bob Beta"]


def test_every_page_is_in_the_file(cast):
    many_people(cast.firm, 1201)
    assert len(rows(cast.olive)) == 1202


def test_clients_without_a_portal_say_why(cast):
    mute_client(cast.firm)
    found = {row[0]: row for row in rows(cast.olive, list="without")[1:]}
    assert found["Beta Farms"][2:4] == ["Bob Beta", "bob@beta.example"]
    assert found["Birchwood Lane HOA"][-1] == "No email address."


def test_xlsx_has_the_same(cast, people):
    sheet = openpyxl.load_workbook(io.BytesIO(content(cast.olive, XLSX, sort="name"))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[1][:2] == ["Bob Beta", "bob@beta.example"]
    assert len(cells) == 3


def test_no_cell_runs_as_a_formula(cast, people):
    PortalUser.objects.update(
        name='=HYPERLINK("http://x")', email_inactive_reason="@SUM(1)", email_inactive_at=ago(days=1)
    )
    for row in csv.DictReader(io.StringIO(content(cast.olive, CSV).decode("utf-8-sig"))):
        assert row["Portal user"] == '\'=HYPERLINK("http://x")'
        assert row["Why"] == "'@SUM(1)"
    sheet = openpyxl.load_workbook(io.BytesIO(content(cast.olive, XLSX))).active
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}


def test_who_took_which_list_is_in_the_log(cast, people):
    rows(cast.olive, q="carla")
    event = Event.objects.get(name="clients.exported")
    assert event.actor_name == "Olive"
    assert event.detail["q"] == "carla"


def test_scoped_staff_get_their_own(cast, people):
    let_in(cast.olive, cast.beta, "carla@acme.example", "Carla Acme", accepted_at=ago(days=1))
    assert [row[:3] for row in rows(scoped_manager(cast.sam))[1:]] == [
        ["Carla Acme", "carla@acme.example", "Acme Bakery LLC"]
    ]


@pytest.mark.parametrize("url", [CSV, XLSX])
def test_signed_out_other_firm_wrong_role_wrong_method(cast, url):
    assert browser_of(None).get(url).status_code == 302
    assert browser_of(cast.rita).get(url).status_code == 404
    assert browser_of(cast.sam).get(url).status_code == 403
    assert browser_of(cast.olive).post(url).status_code == 405
    assert "attachment" in browser_of(cast.olive).get(url)["Content-Disposition"]


def test_export_needs_its_own_permission_too(cast):
    sam = scoped_manager(cast.sam)
    sam.permission_set.actions.remove("clients:export")
    sam.permission_set.save()
    assert browser_of(sam).get(CSV).status_code == 403
