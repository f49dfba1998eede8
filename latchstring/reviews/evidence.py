"""What a review leaves behind: its data, and the page that people read of them."""

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from latchstring.firms.models import Firm
from latchstring.kernel.date_styles import style_of
from latchstring.policy.scopes import SCOPE_NAMES, Scope
from latchstring.reviews.models import Line, Review

TEMPLATE = Path(__file__).parent / "evidence.typ"
_COLUMNS = (
    "name", "email", "client_name", "scope", "granted_at", "granted_by", "accepted_at", "ends_at", "last_login_at",
    "decision", "decided_at", "decided_by", "ended",
)  # fmt: skip


def data_of(firm: Firm, review: Review) -> dict[str, Any]:
    """Moments in ISO form, UTC."""
    rows = Line.objects.filter(review=review).order_by("sort_name", "id")
    return {
        "firm": firm.name,
        "time_zone": firm.time_zone,
        "review": str(review.pk),
        "started_at": _moment(review.started_at),
        "started_by": review.started_by,
        "completed_at": _moment(review.completed_at),
        "completed_by": review.completed_by,
        "access": [{name: _moment(value) for name, value in row.items()} for row in rows.values(*_COLUMNS)],
    }


def document(data: str, digest: str) -> bytes:
    """A PDF of the data, which travels inside it as ``review.json``. What people typed is data there, never markup."""
    import typst  # a large library, and needed once a quarter

    with TemporaryDirectory() as folder:
        Path(folder, "page.typ").write_text(TEMPLATE.read_text())
        Path(folder, "review.json").write_text(data)
        Path(folder, "words.json").write_text(json.dumps(_words(json.loads(data), digest)))
        made: bytes = typst.compile(str(Path(folder, "page.typ")), root=folder)
    return made


def _words(data: dict[str, Any], digest: str) -> dict[str, Any]:
    """The same in words."""
    zone = ZoneInfo(data["time_zone"])

    def day(text: str) -> str:
        return style_of("").long_day.format(there := datetime.fromisoformat(text).astimezone(zone)) + f", {there.year}"

    return {
        "firm": data["firm"],
        "digest": digest,
        "began": f"{day(data['started_at'])} by {data['started_by']}",
        "completed": f"{day(data['completed_at'])} by {data['completed_by']}",
        "rows": [
            [
                f"{row['name']}\n{row['email']}",
                row["client_name"],
                SCOPE_NAMES[Scope(row["scope"])] + (f"\nuntil {day(row['ends_at'])}" if row["ends_at"] else ""),
                day(row["granted_at"]) + (f"\nby {row['granted_by']}" if row["granted_by"] else ""),
                day(row["last_login_at"])
                if row["last_login_at"]
                else ("Never" if row["accepted_at"] else "Not accepted"),
                f"{row['decision'].capitalize()}{' (ended before)' if row['ended'] else ''}\n"
                f"{row['decided_by']}, {day(row['decided_at'])}",
            ]
            for row in data["access"]
        ],
    }


def _moment(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
