"""The heads of the tables: what is sorted, which way, and what a press asks for."""

from dataclasses import dataclass

from latchstring.web.firm.manager.params import COLUMNS, ListQuery

_CLASSES = {
    "client": "c-client col-1",
    "status": "c-status",
    "invited": "c-day col-3",
    "last-login": "c-login col-2",
    "sessions": "num c-count col-3",
    "inactive": "c-flag col-2",
}


@dataclass(frozen=True, slots=True)
class Head:
    label: str
    next: str
    direction: str
    css: str = ""


def people_heads(query: ListQuery) -> list[Head]:
    shown = {"name": "Portal user"} | {key: label for key, label in COLUMNS.items() if key not in query.hide}
    return [_head(query, column, label) for column, label in shown.items()]


def client_heads(query: ListQuery) -> list[Head]:
    return [_head(query, "name", "Client")]


def _head(query: ListQuery, column: str, label: str) -> Head:
    return Head(label, query.next_sort(column), query.direction(column), _CLASSES.get(column, ""))
