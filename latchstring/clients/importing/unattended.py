"""The command line's import: one file, mapped by its headers, applied at once."""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from django.db import transaction

from latchstring.clients.importing import mapping, rejects
from latchstring.clients.importing.applying import retried, told
from latchstring.clients.importing.permission import require_import
from latchstring.clients.importing.plan import Outcome, Planned, Planner, count, members_of
from latchstring.clients.importing.reading import open_table
from latchstring.clients.importing.rows import Reader, Row
from latchstring.clients.importing.writing import write
from latchstring.policy.actor import Actor


def import_file(actor: Actor, path: Path | str, *, rejects_path: Path | str) -> dict[str, int]:
    """Every line counted once: created, updated, unchanged, duplicate, rejected.

    The rejected ones are in ``rejects_path``, which is written only if there are any. Raises Unreadable or
    BadMapping, each a ValueError with a sentence.
    """
    require_import(actor)
    with Path(path).open("rb") as file:
        table = open_table(file)
        columns = mapping.propose(actor.firm_id, table.headers)
        mapping.check(columns)
        planner = Planner(actor.firm_id, Reader(table.headers, columns), members_of(actor.firm_id))
        counts = count([])
        _write_rejects(rejects_path, table.headers, _applied(actor, planner, planner.chunks(table.lines), counts))
    told(actor, counts, Path(path).name)
    return counts


def _applied(
    actor: Actor, planner: Planner, chunks: Iterator[list[Row | Planned]], counts: dict[str, int]
) -> Iterator[Planned]:
    """Write chunk after chunk, add to ``counts``, hand on what was rejected."""
    for chunk in chunks:
        planned = retried(partial(_apply_chunk, actor, planner, chunk))
        counts.update(count(planned, counts))
        yield from (one for one in planned if one.outcome is Outcome.REJECTED)


@transaction.atomic
def _apply_chunk(actor: Actor, planner: Planner, chunk: list[Row | Planned]) -> list[Planned]:
    planned = planner.decide(chunk, lock=True)
    write(actor, planned, import_id=None)
    return planned


def _write_rejects(path: Path | str, headers: list[str], rejected: Iterator[Planned]) -> None:
    first = next(rejected, None)
    if first is None:
        return
    with Path(path).open("w", encoding="utf-8", newline="") as out:
        out.writelines(rejects.lines(headers, chain([first], rejected)))
