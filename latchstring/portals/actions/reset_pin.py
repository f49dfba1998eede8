"""Take the PIN and the passkeys of a client away who shares a login, for who lost or forgot them. They are told."""

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
    had: PortalUser = PortalUser.objects.select_for_update().select_related(None).get(pk=person.pk)
    if not had.is_locked:
        return False
    taken = _taken(had)
    had.pin, had.pin_tries, had.passkeys = "", 0, []
    had.save(update_fields=["pin", "pin_tries", "passkeys"])
    sessions.end([person.pk])
    record(actor, Name.PIN_RESET, Entry(person_id=person.pk, detail={"name": str(person), "what": taken}))
    change = _("%(member)s took the %(what)s of %(name)s away.")
    change = change % {"member": actor.name, "what": taken, "name": person}
    fields = {"email": person.email, "change": change}
    post(Firm.objects.get(pk=actor.firm_id), "pin_changed", person.email, name=str(person), fields=fields)
    return True


def _taken(person: PortalUser) -> str:
    if not person.passkeys:
        return _("PIN")
    return _("PIN and passkeys") if person.pin else _("passkeys")
