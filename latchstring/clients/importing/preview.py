"""What the preview shows: the figures, and the first lines of each outcome in words."""

from collections.abc import Callable
from typing import Any

from latchstring.clients.importing import uploads
from latchstring.clients.importing.plan import Outcome, Planned, Planner, count, members_of
from latchstring.clients.importing.reading import open_table
from latchstring.clients.importing.rows import Reader
from latchstring.clients.importing.table import Unreadable
from latchstring.clients.models import Import
from latchstring.kernel import clock

SHOWN = 50
INLINE = 2 * 1024 * 1024  # bytes; up to here a plan takes a few seconds and nobody has to wait for the worker


def plan(job: Import, going_on: Callable[[int], bool] = lambda done: True) -> None:
    """Look at every line and keep the outcome, unless the mapping was changed meanwhile.

    ``going_on`` is told after each chunk how many lines are done, and may stop it by returning False.
    """
    counts: dict[str, int] = count([])
    shown: dict[str, list[dict[str, Any]]] = {outcome: [] for outcome in Outcome}
    try:
        with uploads.opened(job) as file:
            table = open_table(file)
            planner = Planner(job.firm_id, Reader(table.headers, job.mapping), members_of(job.firm_id))
            for chunk in planner.chunks(table.lines):
                planned = planner.decide(chunk)
                counts = count(planned, counts)
                for one in planned:
                    if len(shown[one.outcome]) < SHOWN:
                        shown[one.outcome].append(_in_words(one, planner.reader))
                if not going_on(sum(counts.values())):
                    return
    except (Unreadable, FileNotFoundError) as error:
        Import.objects.filter(pk=job.pk, mapped_at=job.mapped_at).update(failed=_failure(error))
        return
    Import.objects.filter(pk=job.pk, mapped_at=job.mapped_at, planned_at=None).update(
        plan={"counts": counts, "shown": shown}, planned_at=clock.now(), cursor=0
    )


def _failure(error: Exception) -> str:
    return str(error) if isinstance(error, Unreadable) else "The file is gone. Upload it again."


def _in_words(one: Planned, reader: Reader) -> dict[str, Any]:
    """A line for the preview's tables."""
    name, number = (one.row.name, one.row.number) if one.row else reader.title(one.line)
    return {
        "line": one.line.number,
        "name": name,
        "number": number,
        "people": [f"{person.name} {person.email}".strip() for person in one.row.people] if one.row else [],
        "changes": [[what, before[:100], after[:100]] for what, before, after in one.told],
        "problems": [[problem.column, problem.value, problem.reason] for problem in one.problems],
        "notes": one.notes,
    }
