"""The menus above All Client Portal Users: what each offers, in order, and what a hidden column takes away."""

import re

import pytest

from latchstring.clients.models import Tag
from latchstring.clients.search import refresh
from tests.web.client_kit import ago, browser_of, let_in
from tests.web.manager_kit import body

URL = "/clients/portals/"
CELLS = {
    "client": "Acme Bakery LLC",
    "status": "Accepted<",
    "invited": 'col-3"><time',
    "last-login": 'col-2"><time',
    "sessions": ">46<",
    "inactive": "Since <time",
}
HEADS = ("Client records", "Status", "Invited", "Last login", "Web sessions", "Email inactive")


@pytest.fixture
def olive(cast):
    refresh([cast.acme.pk])
    carla = let_in(cast.olive, cast.acme, "carla@acme.example", "Carla Acme", accepted_at=ago(days=3)).person
    carla.last_login_at, carla.web_sessions, carla.email_inactive_at = ago(days=2), 46, ago(days=1)
    carla.save()
    return browser_of(cast.olive)


def menu(text, name):
    """The labels of a menu with its rule, and the label of the button that opens it."""
    part = re.search(rf'<div class="menu[^"]*" id="{name}" popover.*?</div>', text, re.S)[0]
    items = re.findall(r"<hr>|</svg>([^<]+?)\s*<", part)
    button = re.search(rf'popovertarget="{name}"[^>]*>(.*?)</button>', text, re.S)[1]
    return [item or "rule" for item in items], re.sub("<svg.*?</svg>", "", button)


def heads(text):
    return re.findall(r">([^<>]+)<", re.sub("<svg.*?</svg>", "", re.search("<thead>.*?</thead>", text, re.S)[0]))


def row_of(text):
    return text.split("<tbody>")[1].split('<td class="more">')[0]


def test_whom_to_show_is_said_in_the_fields_words_with_a_rule_below_the_third(olive):
    labels, button = menu(body(olive.get(URL)), "show")
    assert button == "Show all"
    assert labels == [
        "Show all",
        "Show all invited but not accepted",
        "Show all who have logged in",
        "rule",
        "Expired",
        "Expiring within 7 days",
        "Email inactive",
        "Never logged in",
        "No login for 90 days",
        "Removed",
    ]


def test_team_and_tag_menus_offer_all_of_them_and_show_what_was_chosen(cast, olive):
    for name in ("Payroll", "Estate"):
        Tag.objects.create(firm=cast.firm, name=name)
    text = body(olive.get(URL, {"team": cast.adam.pk, "tag": "Payroll"}))
    assert menu(text, "tag") == (["All tags", "Estate", "Payroll"], "Payroll")
    labels, button = menu(text, "team")
    assert (labels[0], button) == ("All team members", cast.adam.name)
    assert {cast.olive.name, cast.adam.name, cast.sam.name} <= set(labels)
    assert cast.rita.name not in labels


@pytest.mark.parametrize("column", CELLS)
def test_a_hidden_column_takes_its_head_and_its_cell_and_nothing_else(olive, column):
    whole, text = body(olive.get(URL)), body(olive.get(URL, {"hide": column}))
    hidden = HEADS[list(CELLS).index(column)]
    assert [head for head in heads(whole) if head in HEADS] == list(HEADS)
    assert [head for head in heads(text) if head in HEADS] == [head for head in HEADS if head != hidden]
    assert row_of(text).count("<td") == row_of(whole).count("<td") - 1
    assert {each: words in row_of(text) for each, words in CELLS.items()} == {each: each != column for each in CELLS}
