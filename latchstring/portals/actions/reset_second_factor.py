"""Take a client's second factor away, for who has lost the phone and the recovery codes. They are told."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from latchstring.accounts import sessions
from latchstring.accounts.emails import post
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor, system_actor
from latchstring.portals.helping import login_of
from latchstring.portals.models import PortalUser


@transaction.atomic
def reset_second_factor(actor: Actor, person: PortalUser) -> bool:
    """False where there was none. Every session of the login ends; other firms that know it have it in their log.

    Raises Refused or CannotHelp.
    """
    user = login_of(actor, person)
    theirs = Authenticator.objects.filter(user=user)
    if not theirs.exists():
        return False
    theirs.delete()
    sessions.end_all(user.pk)
    record(actor, Name.FACTOR_RESET, Entry(person_id=person.pk, detail={"name": str(person)}))
    for other in PortalUser.objects.filter(user=user).exclude(pk=person.pk):
        entry = Entry(person_id=other.pk, detail={"name": str(other), "elsewhere": True})
        record(system_actor(other.firm_id), Name.FACTOR_RESET, entry)
    firm = Firm.objects.get(pk=actor.firm_id)
    post(firm, "factor_reset", user.email, name=user.name, fields={"email": user.email, "member": actor.name})
    return True
