"""Give a domain up: the portal no longer answers to it, and links no longer begin with it."""

from uuid import UUID

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Domain
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def remove_domain(actor: Actor, domain_id: UUID) -> None:
    actor.require(Action.FIRM_EDIT)
    domain = Domain.objects.select_for_update().get(firm_id=actor.firm_id, pk=domain_id)
    domain.delete()
    record(actor, Name.DOMAIN_REMOVED, Entry(subject_id=domain_id, detail={"name": domain.host}))
