"""Keep a message as a template: for the whole firm, or for oneself."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.mail.models import Template
from latchstring.mail.words import OWN_WORDS
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import message
from latchstring.portals.queries.templates import KINDS, own_or_firms
from latchstring.portals.refusals import BadMessage

INVITE = "invite"


@transaction.atomic
def save_template(
    actor: Actor,
    *,
    name: str,
    body: str,
    kind: str = INVITE,
    subject: str = "",
    personal: bool = False,
    in_use: bool = False,
    template: Template | None = None,
) -> Template:
    """Change ``template``, or the one of the same name, else make one. Raises BadMessage with a sentence.

    ``in_use`` puts its words in place of those that an email of this kind has by itself.
    """
    actor.require(Action.TEMPLATE_EDIT)
    text, line = _checked(kind, body), _checked(kind, subject)
    owner = actor.member_id if personal and kind not in OWN_WORDS else None
    same = own_or_firms(actor).filter(kind=kind, owner_id=owner, name=name).select_for_update().first()
    if template is None:
        template = same or Template(firm_id=actor.firm_id, kind=kind)
    elif same is not None and same.pk != template.pk:
        raise BadMessage(_("There is a template “%s” already. Choose another name.") % name)
    if in_use and kind in OWN_WORDS:
        Template.objects.filter(firm_id=actor.firm_id, kind=kind, in_use=True).update(in_use=False)
    template.name, template.owner_id, template.author_name = name, owner, actor.name
    template.subject, template.body, template.in_use = " ".join(line.split()), text, in_use and kind in OWN_WORDS
    template.save()
    record(actor, Name.TEMPLATE_SAVED, Entry(subject_id=template.pk, detail={"name": name}))
    return template


def _checked(kind: str, text: str) -> str:
    if kind not in KINDS:
        raise BadMessage(_("There are no templates of this kind."))
    return message.check(text, OWN_WORDS.get(kind))
