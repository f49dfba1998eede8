"""Take the PIN of a client away, for who has forgotten it or has tried too often. They are told."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.emails import post
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor
from latchstring.portals import sessions
from latchstring.portals.helping import login_of
from latchstring.portals.models import PortalUser


@transaction.atomic
def reset_pin(actor: Actor, person: PortalUser) -> bool:
    """False where there was none. Whoever is logged in as them has to say again who they are.

    Raises Refused or CannotHelp.
    """
    login_of(actor, person)
    if not PortalUser.objects.filter(pk=person.pk).exclude(pin="").update(pin="", pin_tries=0):
        return False
    sessions.end([person.pk])
    record(actor, Name.PIN_RESET, Entry(person_id=person.pk, detail={"name": str(person)}))
    change = _("%(member)s took the PIN of %(name)s away.") % {"member": actor.name, "name": person}
    fields = {"email": person.email, "change": change}
    post(Firm.objects.get(pk=actor.firm_id), "pin_changed", person.email, name=str(person), fields=fields)
    return True
