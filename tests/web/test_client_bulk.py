"""One change to many clients from the list."""

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from latchstring.clients.actions.create_client import create_client
from latchstring.clients.bulk import run
from latchstring.clients.models import BulkChange, Client
from tests.web.client_kit import browser_of
from tests.web.manager_kit import scoped_manager

URL = "/clients/bulk/"


def ids(*clients):
    return json.dumps({"mode": "ids", "ids": [client.pk.hex for client in clients]})


def matching(**fields):
    return json.dumps({"mode": "filter", "filter": fields, "excluded": []})


def tagged(name):
    return set(Client.objects.filter(tags__name=name).values_list("name", flat=True))


def test_the_first_post_asks_and_the_second_does_it_with_undo(cast):
    olive = browser_of(cast.olive)
    asked = olive.post(URL, {"do": "tag", "selection": ids(cast.acme, cast.beta)}).content.decode()
    assert "For 2 clients." in asked
    assert not BulkChange.objects.exists()
    answer = olive.post(URL, {"do": "tag", "go": "yes", "selection": ids(cast.acme, cast.beta), "tags": "VIP, 2026"})
    assert answer.status_code == 302
    assert tagged("VIP") == tagged("2026") == {"Acme Bakery LLC", "Beta Farms"}
    change = BulkChange.objects.get()
    text = olive.get("/clients/").content.decode()
    assert "added to 2 clients" in text
    assert reverse("clients-undo", args=[change.pk]) in text
    olive.post(reverse("clients-undo", args=[change.pk]))
    assert tagged("VIP") == set()


def test_many_have_a_page_of_their_own_until_they_are_done_and_undone(cast, monkeypatch):
    monkeypatch.setattr(run, "AT_ONCE", 1)
    olive = browser_of(cast.olive)
    answer = olive.post(URL, {"do": "tag", "go": "yes", "selection": matching(show="all"), "tags": "VIP"})
    change = BulkChange.objects.get()
    page = reverse("clients-change", args=[change.pk])
    assert (answer["Location"], tagged("VIP")) == (page, set())
    text = olive.get(page).content.decode()
    assert ("It goes on." in text, 'hx-trigger="every 2s"' in text, 'max="2" value="0"' in text) == (True, True, True)
    run.change_clients()
    text = olive.get(page).content.decode()
    assert ("VIP added to 2 clients" in text, "every 2s" in text) == (True, False)
    assert olive.post(reverse("clients-undo", args=[change.pk]))["Location"] == page
    assert "It is being taken back." in olive.get(page).content.decode()
    run.change_clients()
    assert "Undone for 2 clients" in olive.get(page, headers={"HX-Request": "true"}).content.decode()
    assert tagged("VIP") == set()


def test_the_page_of_a_change_is_for_whose_change_it_is(cast):
    browser_of(cast.olive).post(URL, {"do": "tag", "go": "yes", "selection": ids(cast.acme), "tags": "VIP"})
    change = BulkChange.objects.get()
    for who in (cast.adam, cast.sam):
        assert browser_of(who).get(reverse("clients-change", args=[change.pk])).status_code == 404
        assert browser_of(who).post(reverse("clients-undo", args=[change.pk])).status_code == 404
    assert tagged("VIP") == {"Acme Bakery LLC"}


def test_ticked_boxes_do_without_a_script(cast):
    olive = browser_of(cast.olive)
    olive.post(URL, {"do": "archive", "client": [str(cast.beta.pk)], "go": "yes"})
    cast.beta.refresh_from_db()
    assert cast.beta.inactive_at


def test_everything_that_matches_is_what_matches_now(cast):
    create_client(cast.owner, name="Gamma", kind="Trust", tags=["payroll"])
    browser_of(cast.olive).post(URL, {"do": "tag", "go": "yes", "selection": matching(tag="payroll"), "tags": "x"})
    assert tagged("x") == {"Gamma"}


def test_scoped_staff_and_rivals_touch_only_their_own(cast):
    everybody = ids(cast.acme, cast.beta, cast.rival_client)
    browser_of(cast.sam).post(URL, {"do": "tag", "go": "yes", "selection": everybody, "tags": "mine"})
    assert tagged("mine") == {"Acme Bakery LLC"}
    browser_of(cast.sam).post(URL, {"do": "tag", "go": "yes", "selection": matching(show="all"), "tags": "all"})
    assert tagged("all") == {"Acme Bakery LLC"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"do": "tag", "tags": " "}, "Type the name of a tag."),
        ({"do": "assign", "member": ""}, "Choose a member of the team."),
        ({"do": "assign", "member": "x"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(cast, data, sentence):
    answer = browser_of(cast.olive).post(URL, {"go": "yes", "selection": ids(cast.acme), **data})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not BulkChange.objects.exists()


def test_nothing_ticked_and_nonsense_lead_back_with_a_word(cast):
    olive = browser_of(cast.olive)
    assert olive.post(URL, {"do": "tag"})["Location"] == "/clients/"
    assert "Tick at least one row first." in olive.get("/clients/").content.decode()
    assert olive.post(URL, {"do": "explode", "selection": ids(cast.acme)}).status_code == 302
    assert olive.post(URL, {"do": "tag", "selection": "{"}).status_code == 302


def test_a_viewer_is_refused_and_sees_no_boxes(cast):
    assert browser_of(cast.vic).post(URL, {"do": "tag", "selection": ids(cast.acme)}).status_code == 403
    assert 'name="client"' not in browser_of(cast.vic).get("/clients/").content.decode()


def test_the_export_holds_the_shown_rows_and_no_formula(cast):
    create_client(cast.owner, name="=cmd|' /C calc'!A0", tags=["payroll"])
    olive = browser_of(cast.olive)
    answer = olive.get(reverse("clients-export-csv"), {"tag": "payroll"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "'=cmd" in text
    assert "Acme" not in text
    body = b"".join(olive.get(reverse("clients-export-xlsx")).streaming_content)
    rows = list(load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["Client name", "'=cmd|' /C calc'!A0", "Acme Bakery LLC", "Beta Farms"]
    theirs = browser_of(scoped_manager(cast.sam)).get(reverse("clients-export-csv"))
    text = b"".join(theirs.streaming_content).decode()
    assert ("Acme Bakery LLC" in text, "Beta" in text) == (True, False)


@pytest.mark.parametrize("sort", ["number", "-number", "kind", "-added", "added", "-portal", "name"])
def test_every_sort_leads_to_every_client_once(cast, sort):
    Client.objects.bulk_create(
        Client(
            firm=cast.firm,
            name=f"C {n:03}",
            sort_name=f"c {n:03}",
            number=str(n * 7 % 118) if n % 3 else "",
            kind="AB"[n % 2],
        )
        for n in range(117)
    )
    olive, url, seen = browser_of(cast.olive), f"/clients/?sort={sort}", []
    while url:
        page = olive.get(url).context
        seen += [row.pk for row in page["page"].rows]
        url = "/clients/" + page["next_url"] if page["page"].next else ""
    assert len(seen) == len(set(seen)) == 119


def test_portal_responsible_and_columns_narrow(cast):
    olive = browser_of(cast.olive)
    create_client(cast.owner, name="Gamma", responsible=cast.adam, number="G-7")
    text = olive.get("/clients/", {"responsible": str(cast.adam.pk)}).content.decode()
    assert "Gamma" in text
    assert "Acme" not in text
    assert "Acme" in olive.get("/clients/", {"portal": "none"}).content.decode()
    assert "Acme" not in olive.get("/clients/", {"portal": "accepted"}).content.decode()
    assert "<small>G-7</small>" in olive.get("/clients/").content.decode()
    assert '<td class="col-3 muted">G-7</td>' in olive.get("/clients/", {"hide": "added"}).content.decode()
    assert olive.get("/clients/", {"count": "1"}).json() == {"count": 3}
