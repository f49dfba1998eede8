"""The worker's verb: plan and apply whatever imports wait."""

import logging
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.utils.translation import gettext as _

from latchstring.accounts.models import TeamMember
from latchstring.clients.importing import uploads
from latchstring.clients.importing.applying import LEASE, apply
from latchstring.clients.importing.preview import plan
from latchstring.clients.importing.table import Unreadable
from latchstring.clients.models import Import
from latchstring.kernel import clock, stopping
from latchstring.policy.actor import Actor, staff_actor, system_actor
from latchstring.policy.roles import Role

log = logging.getLogger(__name__)

_OPEN = Q(applied_at=None, failed="")
_WAITING = _OPEN & Q(mapped_at__isnull=False) & (Q(planned_at=None) | Q(confirmed_at__isnull=False))


def run_imports() -> None:
    """Safe to run twice, late, or on several machines: a lease and the cursor keep them apart."""
    for job_id in list(Import.objects.filter(_WAITING).order_by("id").values_list("pk", flat=True)):
        if stopping.requested.is_set():
            return
        if _claim(job_id):
            _run(Import.objects.get(pk=job_id))
    uploads.forget_old()


def _claim(job_id: UUID) -> bool:
    now = clock.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return bool(Import.objects.filter(_WAITING & free, pk=job_id).update(leased_until=now + LEASE))


def _run(job: Import) -> None:
    try:
        if job.confirmed_at:
            apply(_actor(job), job)
        else:
            plan(job, lambda done: _going_on(job, done))
    except (OperationalError, InterfaceError):
        raise  # the database is away: the lease runs out and the next look goes on
    except Exception as error:
        log.exception("The import %s stopped.", job.pk)
        Import.objects.filter(pk=job.pk).update(failed=_sentence(error))
    Import.objects.filter(pk=job.pk).update(leased_until=None)


def _going_on(job: Import, done: int) -> bool:
    still = Import.objects.filter(pk=job.pk, mapped_at=job.mapped_at)
    return bool(still.update(cursor=done, leased_until=clock.now() + LEASE)) and not stopping.requested.is_set()


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
