"""What a review leaves behind: its data, and the page that people read of them."""

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from latchstring.firms.models import Firm
from latchstring.reviews import wording
from latchstring.reviews.models import Line, Review, TeamLine

TEMPLATE = Path(__file__).parent / "evidence.typ"
ON_PAPER = 1500
"""More accesses than this are shown as a table of those that end; all of them are in ``access.csv``."""
_DECIDED = ("decision", "decided_at", "decided_by", "ended")
_COLUMNS = (
    "name", "email", "client_name", "scope", "granted_at", "granted_by", "accepted_at", "ends_at", "last_login_at",
    *_DECIDED,
)  # fmt: skip
_OF_TEAM = ("name", "email", "joined", "role", "may", "seats", "clients", "last_login_at", "second_step", *_DECIDED)


def data_of(firm: Firm, review: Review, completed_at: datetime) -> dict[str, Any]:
    """Moments in ISO form, UTC."""
    rows = Line.objects.filter(review=review).order_by("sort_name", "id")
    team = TeamLine.objects.filter(review=review).order_by("name", "id")
    return {
        "firm": firm.name,
        "time_zone": firm.time_zone,
        "review": str(review.pk),
        "started_at": _moment(review.started_at),
        "started_by": review.started_by,
        "completed_at": _moment(completed_at),
        "completed_by": review.completed_by,
        "team": [_plain(row) for row in team.values(*_OF_TEAM)],
        "access": [_plain(row) for row in rows.values(*_COLUMNS).iterator(chunk_size=2000)],
    }


def document(data: str, digest: str) -> bytes:
    """A PDF of the data, which travels inside it as ``review.json``. What people typed is data there, never markup."""
    import typst  # a large library, and needed once a quarter

    told = json.loads(data)
    with TemporaryDirectory() as folder:
        Path(folder, "page.typ").write_text(TEMPLATE.read_text())
        Path(folder, "review.json").write_text(data)
        wording.write_table(Path(folder, "access.csv"), told["access"])
        Path(folder, "words.json").write_text(json.dumps(wording.words(told, digest, ON_PAPER)))
        made: bytes = typst.compile(str(Path(folder, "page.typ")), root=folder)
    return made


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _moment(value) for name, value in row.items()}


def _moment(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
