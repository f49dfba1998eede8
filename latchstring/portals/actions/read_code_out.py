"""A login code that a team member reads to a client on the phone. It is logged, and the client is told by email."""

from datetime import timedelta

from django.db import transaction

from latchstring.accounts.emails import post
from latchstring.accounts.models import PhoneCode
from latchstring.accounts.phone_codes import LASTS, digest, digits
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.portals.actors import client_actor_for
from latchstring.portals.helping import CannotHelp, login_of
from latchstring.portals.models import PortalUser

A_DAY = 5


@transaction.atomic
def read_code_out(actor: Actor, person: PortalUser) -> str:
    """Six digits, good once, for 20 minutes; an older one dies. Raises Refused or CannotHelp."""
    user, now = login_of(actor, person), clock.now()
    firm = Firm.objects.select_for_update(no_key=True).get(pk=actor.firm_id)
    if client_actor_for(user, firm) is None:
        raise CannotHelp(f"{person} has nothing to open here now. Give them access first.")
    rows = PhoneCode.objects.filter(firm=firm, user=user)
    if rows.filter(created_at__gt=now - timedelta(days=1)).count() >= A_DAY:
        raise CannotHelp(f"{person} was read {A_DAY} codes today. Try again tomorrow.")
    rows.filter(used_at=None).update(used_at=now)
    row = PhoneCode(firm=firm, user=user, member_id=actor.member_id, expires_at=now + LASTS)
    code = digits(row.pk)
    row.digest = digest(user.pk, code)
    row.save(force_insert=True)
    record(actor, Name.CODE_READ_OUT, Entry(person_id=person.pk, detail={"name": str(person)}))
    post(firm, "code_read_out", user.email, name=user.name, fields={"email": user.email, "member": actor.name})
    return code
