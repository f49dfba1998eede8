"""The worker's verb: plan and apply whatever imports wait."""

import logging

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from latchstring.accounts.models import TeamMember
from latchstring.clients.importing import lease, uploads
from latchstring.clients.importing.applying import apply
from latchstring.clients.importing.preview import plan
from latchstring.clients.importing.table import Unreadable
from latchstring.clients.models import Import
from latchstring.kernel import stopping
from latchstring.policy.actor import Actor, staff_actor, system_actor
from latchstring.policy.roles import Role

log = logging.getLogger(__name__)


def run_imports() -> None:
    """Safe to run twice, late, or on several machines: a lease and the cursor keep them apart."""
    for job_id in list(Import.objects.filter(lease.WAITING).order_by("id").values_list("pk", flat=True)):
        if stopping.requested.is_set():
            return
        if lease.claim(job_id):
            _run(Import.objects.get(pk=job_id))
    uploads.forget_old()


def _run(job: Import) -> None:
    try:
        if job.confirmed_at:
            apply(_actor(job), job)
        else:
            plan(job, lambda done: lease.keep(job, done) and not stopping.requested.is_set())
    except (OperationalError, InterfaceError):
        raise  # the database is away: the lease runs out and the next look goes on
    except Exception as error:
        log.exception("The import %s stopped.", job.pk)
        Import.objects.filter(pk=job.pk).update(failed=_sentence(error))
    lease.release(job)


def _sentence(error: Exception) -> str:
    if isinstance(error, Unreadable):
        return str(error)[:300]
    if isinstance(error, FileNotFoundError):
        return _("The file is gone. Upload it again.")
    return _("Something went wrong on our side. What went in so far stays. Choose Import to go on.")


def _actor(job: Import) -> Actor:
    """Whoever pressed Import; the permission was asked for then."""
    member = TeamMember.objects.filter(firm_id=job.firm_id, pk=job.member_id).first() if job.member_id else None
    if not member:
        return system_actor(job.firm_id)
    return staff_actor(
        firm_id=job.firm_id,
        user_id=member.user_id,
        member_id=member.pk,
        name=member.name,
        role=Role(member.role),
        client_ids=None,
    )
