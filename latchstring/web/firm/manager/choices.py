"""The menus above a list: whom to show, whose clients, which tag, which columns."""

from collections.abc import Mapping
from dataclasses import dataclass

from latchstring.accounts.queries import team_names
from latchstring.clients.queries import tag_names
from latchstring.policy.actor import Actor
from latchstring.web.firm.manager.params import COLUMNS, MORE_SHOWS, SHOWS, ListQuery


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool
    count: int | None = None
    rule: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """``toggled`` is the list of hidden columns after a press on this one."""

    label: str
    shown: bool
    toggled: str


def shows(query: ListQuery, totals: Mapping[str, int]) -> list[Choice]:
    first_more = next(iter(MORE_SHOWS))
    return [
        Choice(value, label, value == query.show, totals.get(value), rule=value == first_more)
        for value, label in SHOWS.items()
    ]


def team(actor: Actor, query: ListQuery) -> list[Choice]:
    """Everyone on the team who is active; empty where there is nobody to choose between."""
    named = [Choice(str(pk), name, pk == query.team) for pk, name in team_names(actor)]
    return [Choice("", "All team members", query.team is None), *named] if len(named) > 1 else []


def chosen_member(members: list[Choice]) -> str:
    return next((choice.label for choice in members if choice.chosen), "All team members")


def tags(actor: Actor, query: ListQuery) -> list[Choice]:
    named = [Choice(name, name, name == query.tag) for name in tag_names(actor)]
    return [Choice("", "All tags", not query.tag), *named] if named else []


def columns(query: ListQuery) -> list[Column]:
    return [
        Column(label, key not in query.hide, ".".join(sorted(set(query.hide) ^ {key})))
        for key, label in COLUMNS.items()
    ]
