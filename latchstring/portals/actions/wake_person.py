"""Let somebody in again who was suspended for not logging in; or take that back."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Refused
from latchstring.portals import sessions
from latchstring.portals.models import PortalUser


@transaction.atomic
def wake_person(actor: Actor, person: PortalUser) -> bool:
    """False where they are not suspended. Their months begin anew. Raises Refused."""
    row = _lock(actor, person)
    if row.suspended_at is None:
        return False
    row.suspended_at, row.woken_at = None, clock.now()
    row.save(update_fields=["suspended_at", "woken_at"])
    record(actor, Name.DORMANT_WOKEN, Entry(person_id=row.pk, detail={"name": str(row)}))
    return True


@transaction.atomic
def suspend_again(actor: Actor, person: PortalUser) -> bool:
    """Take the last ``wake_person`` back; False where they are suspended, or never were. Raises Refused."""
    row = _lock(actor, person)
    if row.suspended_at is not None or row.woken_at is None:
        return False
    row.suspended_at, row.woken_at = clock.now(), None
    row.save(update_fields=["suspended_at", "woken_at"])
    sessions.end([row.pk])
    record(actor, Name.DORMANT_SUSPENDED, Entry(person_id=row.pk, detail={"name": str(row)}))
    return True


def _lock(actor: Actor, person: PortalUser) -> PortalUser:
    actor.require(Action.ACCESS_CHANGE)
    if not PortalUser.objects.visible_to(actor).filter(pk=person.pk).exists():
        raise Refused(Action.ACCESS_CHANGE)
    row: PortalUser = PortalUser.objects.select_for_update().get(pk=person.pk)
    return row
