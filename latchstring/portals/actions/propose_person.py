"""A client asks the firm to let somebody in."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Client
from latchstring.kernel.addresses import BadAddress, normalise
from latchstring.policy.actor import Actor
from latchstring.portals import asking
from latchstring.portals.asking import BadAsk
from latchstring.portals.models import Ask


@transaction.atomic
def propose_person(actor: Actor, client: Client, *, name: str, email: str, relation: str = "") -> Ask:
    """Nobody is written to until the firm says so. Raises Refused, OnlyAPart, BadAsk."""
    person = asking.begin(actor, client)
    name = asking.words(name, 200, "name")
    if not name:
        raise BadAsk(_("Enter the name of the person."), "name")
    relation = asking.words(relation, 60, "relation")
    try:
        address = normalise(email)
    except BadAddress as error:
        raise BadAsk(str(error), "email") from error
    if asking.has_access(client, address):
        raise BadAsk(_("Somebody with this address is in the list already."), "email")
    if Ask.objects.filter(person=person, client=client, address=address, answered_at=None).exists():
        raise BadAsk(_("You have asked this already. You hear from us by email."), "email")
    ask: Ask = Ask.objects.create(
        firm_id=actor.firm_id,
        client=client,
        person=person,
        name=name,
        email=email.strip(),
        address=address,
        relation=relation,
    )
    record(actor, Name.PERSON_PROPOSED, Entry(client.pk, None, ask.pk, {"name": name}))
    asking.tell_team(ask)
    return ask
