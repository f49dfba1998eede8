"""The rows of All Client Portal Users, drawn once and kept: most of a page is rows that have not changed."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.portals import ends
from latchstring.portals.queries.manager import ManagerRow
from latchstring.portals.status import Status

KEPT = 2_000  # rows of about 3 KB, in each web process


class Look(NamedTuple):
    """All that a row's markup depends on but the row itself; ``back`` is where its pages return to."""

    time_zone: str
    today: date
    columns: frozenset[str]
    back: str


def look(firm: Firm, columns: Iterable[str], here: str) -> Look:
    today = clock.now().astimezone(ZoneInfo(firm.time_zone)).date()
    return Look(firm.time_zone, today, frozenset(columns), quote(here, safe=""))


def drawn(rows: Iterable[ManagerRow], look: Look) -> SafeString:
    return format_html_join("", "{}", ((_drawn(row, look),) for row in rows))


@lru_cache(KEPT)
def _drawn(row: ManagerRow, look: Look) -> SafeString:
    context = {
        "row": row,
        "look": look,
        "called": row.name or row.email,
        "limits": _limits(row, look),
        "pages": reverse("user-activity", args=[row.id]),
        "shown": dict.fromkeys((column.replace("-", "_") for column in look.columns), True),
    }
    return render_to_string("firm/manager/_person.html", context)


def _limits(row: ManagerRow, look: Look) -> list[str]:
    """How far the access goes, with the client's name where there are several."""
    if row.status is Status.REMOVED:
        return []
    said = [(client.name, ends.limits(client.scope, client.ends_at, look)) for client in row.clients]
    return [words if row.client_count == 1 else f"{name}: {words}" for name, words in said if words]
