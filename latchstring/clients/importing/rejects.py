"""The lines that did not go in, as a CSV to fix and load again: the file's own columns, then why."""

import csv
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from latchstring.clients.importing import uploads
from latchstring.clients.importing.plan import Outcome, Planned, Planner
from latchstring.clients.importing.reading import open_table
from latchstring.clients.importing.rows import Reader
from latchstring.clients.models import Import
from latchstring.kernel.cells import neutralise


class _Echo:
    def write(self, text: str) -> str:
        return text


def lines(headers: list[str], rejected: Iterable[Planned]) -> Iterator[str]:
    """A byte order mark, so that spreadsheets read it as UTF-8, and formulas that won't run."""
    writer = csv.writer(_Echo())
    own = [_("Line"), _("Column"), _("Reason")]
    yield "\ufeff" + writer.writerow([neutralise(cell) for cell in [*headers, *own]])
    for one in rejected:
        cells = [*_fitted(one.line.cells, len(headers)), str(one.line.number), one.columns, one.reason]
        yield writer.writerow([neutralise(cell) for cell in cells])


def are_there(job: Import) -> bool:
    """Whether the file is still kept and its columns are known."""
    return bool(job.path and job.mapped_at) and uploads.exists(job)


def of(job: Import) -> Iterator[str]:
    """Read from the file once more: what is wrong with a line depends on the file alone."""
    with uploads.opened(job) as file:
        table = open_table(file)
        planner = Planner(job.firm_id, Reader(table.headers, job.mapping), {})
        yield from lines(table.headers, _rejected(planner.chunks(table.lines)))


def _rejected(chunks: Iterable[Iterable[object]]) -> Iterator[Planned]:
    for chunk in chunks:
        yield from (one for one in chunk if isinstance(one, Planned) and one.outcome is Outcome.REJECTED)


def _fitted(cells: list[str], width: int) -> list[str]:
    """What goes beyond the headers stays in the last cell."""
    if len(cells) > width:
        return [*cells[: width - 1], ", ".join(cells[width - 1 :])]
    return cells + [""] * (width - len(cells))
