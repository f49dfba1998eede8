"""A file of clients is here: read its headers, guess what they mean, look at every line."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from latchstring.clients.importing import lease, mapping, uploads
from latchstring.clients.importing.permission import require_import
from latchstring.clients.importing.preview import INLINE, plan
from latchstring.clients.importing.reading import open_table
from latchstring.clients.importing.table import Unreadable
from latchstring.clients.models import Import
from latchstring.kernel import clock
from latchstring.kernel.wake import wake
from latchstring.policy.actor import Actor

LARGEST = 100 * 1024 * 1024


def upload_import(actor: Actor, *, file: BinaryIO, file_name: str, size: int) -> Import:
    """Nothing of it is written to clients. Raises Unreadable with a sentence."""
    require_import(actor)
    if size > LARGEST:
        raise Unreadable(_("This file is larger than 100 MB. Split it into several files."))
    table = open_table(file)
    sample = [next((line.cells for line in table.lines if not line.broken), [])]
    columns = mapping.propose(actor.firm_id, table.headers)
    job = Import.objects.create(
        firm_id=actor.firm_id,
        member_id=actor.member_id,
        file_name=file_name[:200],
        path=uploads.keep(actor.firm_id, file),
        size=size,
        headers=table.headers,
        sample=[cell[:80] for cells in sample for cell in cells],
        mapping=columns,
    )
    try:
        mapping.check(columns)
    except mapping.BadMapping:
        return job
    return look(job)


def look(job: Import) -> Import:
    """Plan a small file now, a large one by the worker."""
    now, inline = clock.now(), job.size <= INLINE
    job.mapped_at, job.planned_at, job.plan, job.cursor, job.failed = now, None, {}, 0, ""
    job.leased_until = now + lease.LEASE if inline else None
    job.save(update_fields=["mapping", "mapped_at", "planned_at", "plan", "cursor", "failed", "leased_until"])
    if inline:
        try:
            plan(job, lambda done: lease.keep(job, done))
        finally:
            lease.release(job)
        job.refresh_from_db()
    else:
        wake("run_imports")
    return job
