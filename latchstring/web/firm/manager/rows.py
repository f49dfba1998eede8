"""The rows of All Client Portal Users, drawn once and kept: most of a page is rows that have not changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.portals.queries.manager import ManagerRow

KEPT = 2_000  # rows of about 3 KB, in each web process


@dataclass(frozen=True, slots=True)
class Look:
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
        "pages": reverse("user-activity", args=[row.id]),
        "shown": dict.fromkeys((column.replace("-", "_") for column in look.columns), True),
    }
    return render_to_string("firm/manager/_person.html", context)
