"""A client asks the firm to take somebody's access away."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor
from latchstring.portals import asking
from latchstring.portals.asking import BadAsk
from latchstring.portals.models import Access, Ask


@transaction.atomic
def ask_removal(actor: Actor, access: Access, *, reason: str = "") -> Ask:
    """Nothing changes until the firm says so. Raises Refused, OnlyAPart, BadAsk."""
    person = asking.begin(actor, access.client)
    reason = asking.words(reason, asking.LONGEST, "reason")
    name = str(access.person)
    if not Access.objects.live().filter(pk=access.pk).exists():
        raise BadAsk(_("%s has no access any more.") % name)
    if Ask.objects.filter(person=person, access=access, answered_at=None).exists():
        raise BadAsk(_("You have asked this already. You hear from us by email."))
    ask: Ask = Ask.objects.create(
        firm_id=actor.firm_id, client=access.client, person=person, access=access, name=name, reason=reason
    )
    entry = Entry(ask.client_id, access.person_id, ask.pk, {"name": name})
    record(actor, Name.REMOVAL_ASKED, entry)
    asking.tell_team(ask)
    return ask
