"""Keep a message as a template for the whole firm."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.mail.models import Template
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import message

INVITE = "invite"


@transaction.atomic
def save_template(actor: Actor, *, name: str, body: str) -> Template:
    """One of the same name is replaced; raise BadMessage for a message that could not be sent."""
    actor.require(Action.TEMPLATE_EDIT)
    text = message.check(body)
    template = Template.objects.visible_to(actor).filter(kind=INVITE, owner_id=None, name=name).first()
    if template is None:
        template = Template(firm_id=actor.firm_id, kind=INVITE, name=name)
    template.author_name, template.body = actor.name, text
    template.save()
    record(actor, Name.TEMPLATE_SAVED, Entry(subject_id=template.pk, detail={"name": name}))
    return template
