import pytest
from django.http import QueryDict

from latchstring.web.firm.manager.choices import shows
from latchstring.web.firm.manager.funnel import Funnel
from latchstring.web.firm.manager.params import ListQuery
from latchstring.web.firm.manager.running import time_left
from latchstring.web.firm.manager.tables import csv_lines


def read(text):
    return ListQuery.of_people(QueryDict(text))


def test_the_address_holds_everything_and_nothing_else():
    team = "0190a5e2-7b1c-7000-8000-000000000001"
    query = read(f"show=invited&q=okaf&team={team}&tag=Payroll&sort=name&hide=status.sessions")
    again = read(query.url()[1:])
    assert again == query
    assert (query.show, query.q, str(query.team), query.tag) == ("invited", "okaf", team, "Payroll")
    assert (query.sort, query.hide) == ("name", ("status", "sessions"))
    assert read("show=all&sort=-invited").url() == "?"


def test_the_last_of_two_values_counts_as_a_pressed_button_does():
    assert read("show=all&show=expired").show == "expired"
    assert read("hide=status&hide=").hide == ()


def test_a_new_choice_leads_back_to_the_first_row():
    query = read("cursor=abc&at=51")
    assert "cursor" not in query.url(show="invited")
    assert query.url(cursor="def", at=101) == "?cursor=def&at=101"


@pytest.mark.parametrize(
    ("sort", "column", "then"),
    [("-invited", "invited", "invited"), ("invited", "invited", "-invited"), ("-invited", "name", "name"),
     ("name", "last-login", "-last-login")],
)  # fmt: skip
def test_a_press_on_a_head_turns_its_order(sort, column, then):
    assert read(f"sort={sort}").next_sort(column) == then


def test_the_ribbon_is_the_mocks():
    ribbon = Funnel(clients=248, invited=187, accepted=149, recent=112)
    assert ribbon.percents == [100, 75, 60, 45]
    assert ribbon.edge == "M0 4H70C92 4 108 28 130 28H170C192 28 208 42 230 42H270C292 42 308 57 330 57H400"
    assert (ribbon.waiting, ribbon.quiet) == (38, 37)


def test_a_firm_without_clients_has_a_flat_ribbon():
    assert Funnel(0, 0, 0, 0).percents == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (5, "less than a minute left"), (60, "about 1 minute left"), (360, "about 6 minutes left"),
     (7200, "about 2 hours left")],
)  # fmt: skip
def test_time_left_is_in_words(seconds, words):
    assert time_left(seconds) == words


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_starts_a_formula(start):
    [_, line] = csv_lines(["Name"], [[f"{start}cmd|'/c calc'!A1"]])
    assert line.lstrip('"').startswith("'")


def test_the_drop_down_has_its_entries_in_order_and_one_rule():
    entries = [(choice.label, choice.rule) for choice in shows(read(""), {})]
    first = ["Show all", "Show all invited but not accepted", "Show all who have logged in"]
    more = ["Expiring within 7 days", "Email inactive", "Never logged in", "No login for 90 days", "Removed"]
    plain = [(label, False) for label in (*first, *more)]
    assert entries == [*plain[:3], ("Expired", True), *plain[3:]]
