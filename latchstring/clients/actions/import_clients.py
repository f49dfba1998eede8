"""Import: what the preview showed is now written, by the worker."""

from django.db import transaction

from latchstring.clients.importing.permission import require_import
from latchstring.clients.models import Import
from latchstring.kernel import clock
from latchstring.kernel.wake import wake
from latchstring.policy.actor import Actor


@transaction.atomic
def import_clients(actor: Actor, job: Import) -> None:
    """Twice is once. After a failure it goes on where it stopped."""
    require_import(actor)
    job = Import.objects.select_for_update().get(pk=job.pk)
    if job.applied_at or not job.planned_at or not job.path:
        return
    if not job.confirmed_at:
        job.confirmed_at, job.member_id, job.cursor = clock.now(), actor.member_id, 0
    job.failed = ""
    job.save(update_fields=["confirmed_at", "member_id", "cursor", "failed"])
    wake("run_imports")
