"""Delete a template; what was written with it stays as it was sent."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.mail.models import Template
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def delete_template(actor: Actor, template: Template) -> None:
    actor.require(Action.TEMPLATE_EDIT)
    record(actor, Name.TEMPLATE_DELETED, Entry(subject_id=template.pk, detail={"name": template.name}))
    template.delete()
