"""Write a file into the firm's clients, a chunk to a transaction; where it was cut off it goes on."""

from collections.abc import Callable

from django.db import IntegrityError, transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.importing import uploads
from latchstring.clients.importing.lease import LEASE
from latchstring.clients.importing.plan import Planned, Planner, count, members_of
from latchstring.clients.importing.reading import open_table
from latchstring.clients.importing.rows import Reader, Row
from latchstring.clients.importing.writing import write
from latchstring.clients.models import Import
from latchstring.kernel import clock, stopping
from latchstring.policy.actor import Actor

TRIES = 3


def apply(actor: Actor, job: Import) -> None:
    """Lines before the cursor are read again, so that their repetitions are known, but not written again."""
    done = 0
    with uploads.opened(job) as file:
        table = open_table(file)
        planner = Planner(job.firm_id, Reader(table.headers, job.mapping), members_of(job.firm_id))
        for chunk in planner.chunks(table.lines):
            start, done = done, done + len(chunk)
            if done <= job.cursor:
                continue
            if stopping.requested.is_set() or not _apply_chunk(actor, job, planner, chunk[job.cursor - start :]):
                return
    _finish(actor, job)


def _apply_chunk(actor: Actor, job: Import, planner: Planner, chunk: list[Row | Planned]) -> bool:
    """False if another worker has been here."""

    @transaction.atomic
    def once() -> bool:
        row = Import.objects.select_for_update().get(pk=job.pk)
        if row.cursor != job.cursor:
            return False
        planned = planner.decide(chunk, lock=True)
        write(actor, planned, import_id=job.pk)
        row.counts, row.cursor = count(planned, row.counts), row.cursor + len(chunk)
        row.leased_until = clock.now() + LEASE
        row.save(update_fields=["counts", "cursor", "leased_until"])
        job.counts, job.cursor = row.counts, row.cursor
        return True

    return retried(once)


def retried[T](once: Callable[[], T]) -> T:
    """Again when somebody else has just given a client the same number."""
    for _ in range(TRIES - 1):
        try:
            return once()
        except IntegrityError:
            continue
    return once()


@transaction.atomic
def _finish(actor: Actor, job: Import) -> None:
    if Import.objects.filter(pk=job.pk, applied_at=None).update(applied_at=clock.now(), leased_until=None):
        told(actor, job.counts, job.file_name, job)


def told(actor: Actor, counts: dict[str, int], file_name: str, job: Import | None = None) -> None:
    """The one line in the log for the whole file."""
    detail = {"name": file_name, "counts": counts}
    record(actor, Name.CLIENTS_IMPORTED, Entry(subject_id=job.pk if job else None, detail=detail))
