"""The data of a review as people read them: in words for the page, and as a table for a spreadsheet."""

import csv
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from latchstring.kernel.cells import neutralise
from latchstring.kernel.date_styles import style_of
from latchstring.policy.scopes import SCOPE_NAMES, Scope

NAMED = 20
"""Clients of a colleague that are named on paper."""
type Row = dict[str, Any]
type Day = Callable[[str], str]


def words(data: Row, digest: str, on_paper: int) -> Row:
    """With the rows of accesses that fit on paper: all, or those that end."""
    day = _days(ZoneInfo(data["time_zone"]))
    everybody: Sequence[Row] = data["access"]
    shown = everybody if len(everybody) <= on_paper else [row for row in everybody if row["decision"] == "remove"]
    return {
        "firm": data["firm"],
        "digest": digest,
        "began": f"{day(data['started_at'])} by {data['started_by']}",
        "completed": f"{day(data['completed_at'])} by {data['completed_by']}",
        "total": len(everybody),
        "kept": sum(row["decision"] == "keep" for row in everybody),
        "removed": sum(row["decision"] == "remove" for row in everybody),
        "team": [_of_team(row, day) for row in data["team"]],
        "rows": [_of_access(row, day) for row in shown[:on_paper]],
    }


def write_table(path: Path, rows: Sequence[Row]) -> None:
    """CSV of every access, with a mark by which spreadsheets know UTF-8."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        if rows:
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows(
                {name: neutralise(str("" if cell is None else cell)) for name, cell in row.items()} for row in rows
            )


def _of_team(row: Row, day: Day) -> list[str]:
    seen = "Never" if row["joined"] else "Not joined"
    return [
        f"{row['name']}\n{row['email']}",
        row["role"] + ("\n" + ", ".join(row["seats"]) if row["seats"] else ""),
        _clients(row["clients"]),
        row["second_step"] or "None",
        day(row["last_login_at"]) if row["last_login_at"] else seen,
        _decision(row, day),
    ]


def _clients(names: list[str] | None) -> str:
    if names is None:
        return "All clients"
    more = f", and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return (", ".join(names[:NAMED]) + more) or "No clients"


def _of_access(row: Row, day: Day) -> list[str]:
    seen = "Never" if row["accepted_at"] else "Not accepted"
    return [
        f"{row['name']}\n{row['email']}",
        row["client_name"],
        SCOPE_NAMES[Scope(row["scope"])] + (f"\nuntil {day(row['ends_at'])}" if row["ends_at"] else ""),
        day(row["granted_at"]) + (f"\nby {row['granted_by']}" if row["granted_by"] else ""),
        day(row["last_login_at"]) if row["last_login_at"] else seen,
        _decision(row, day),
    ]


def _decision(row: Row, day: Day) -> str:
    before = " (ended before)" if row["ended"] else ""
    return f"{row['decision'].capitalize()}{before}\n{row['decided_by']}, {day(row['decided_at'])}"


def _days(zone: ZoneInfo) -> Day:
    def day(text: str) -> str:
        return style_of("").long_day.format(there := datetime.fromisoformat(text).astimezone(zone)) + f", {there.year}"

    return day
