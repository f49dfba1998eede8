"""Somebody asks for no more emails of one kind, by the address in one of them."""

from uuid import UUID

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.mail.models import WAITING, Message, State
from latchstring.policy.actor import system_actor
from latchstring.portals.models import Invite, PortalUser
from latchstring.portals.stopping import find


@transaction.atomic
def stop_emails(token: str, firm_id: UUID) -> PortalUser | None:
    """The address is the whole permission. None where it is not ours; twice is once."""
    found = find(token, firm_id)
    if found is None:
        return None
    kind = found[1]
    person: PortalUser = PortalUser.objects.select_for_update().get(pk=found[0].pk)
    if kind not in person.emails_off:
        person.emails_off = [*person.emails_off, kind]
        person.save(update_fields=["emails_off"])
        subjects = [person.pk, *Invite.objects.filter(person=person).values_list("pk", flat=True)]
        waiting = Message.objects.filter(link_subject__in=subjects, kind=kind, state__in=WAITING)
        waiting.update(
            state=State.CANCELLED, reason="No more of these were wanted.", ended_at=clock.now(), settled=True
        )
        detail = {"name": str(person), "kind": kind}
        record(system_actor(firm_id), Name.EMAILS_STOPPED, Entry(None, person.pk, detail=detail))
    return person
