"""A portal user moves to another address of theirs, which they have shown that they read."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from latchstring.accounts.models import TeamMember, User
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel.addresses import normalise
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, system_actor
from latchstring.portals import kept
from latchstring.portals.actions.resend import send_again
from latchstring.portals.actions.set_passkey import Unproven
from latchstring.portals.message import Sender
from latchstring.portals.models import PortalUser
from latchstring.portals.planning import Decision, How
from latchstring.portals.queries.facts import first_clients
from latchstring.portals.readdressing import readdress, tell_old_address


@transaction.atomic
def change_own_email(actor: Actor, *, email: str, proved: bool = False, keep: str = "") -> bool:
    """The caller has seen a code that was sent to ``email``; ``proved`` and ``keep`` are as for a passkey.

    The login moves too where it is this person's alone. Where others share it, where it opens another firm or a team,
    or where the address has a login already, the person alone moves: the login stays as it is until they confirm by a
    link, and False is returned. The old address is told either way. Raises Unproven, or BadAddress with a sentence.
    """
    actor.require(Action.PORTAL_ENTER)
    actor.require_hands()
    firm, me, address = Firm.objects.get(pk=actor.firm_id), actor.person_id, normalise(email)
    person: Any = PortalUser.objects.select_for_update().select_related(None).get(pk=me, firm=firm)
    if person.is_locked and not proved:
        raise Unproven
    before, sender = person.email, Sender(str(person), firm.support_email)
    readdress(person, email, address, keep=keep)
    target = first_clients(system_actor(firm.pk), [person.pk]).get(person.pk)
    tell_old_address(firm, sender, person, before, target)
    moved = _moved(person, address)
    if not moved and target:
        send_again(actor, firm, Decision(How.INVITE, target, None, person), template="confirm_email", sender=sender)
    kept.touch_people([person.pk])
    detail = {"name": str(person), "from": before, "to": person.email}
    record(actor, Name.EMAIL_CHANGED, Entry(person_id=person.pk, detail=detail))
    return moved


def _moved(person: Any, address: str) -> bool:
    others = PortalUser.objects.filter(user=person.user_id).exclude(pk=person.pk)
    taken = User.objects.filter(email=address).exclude(pk=person.user_id)
    if others.exists() or taken.exists() or TeamMember.objects.filter(user=person.user_id).exists():
        return False
    User.objects.filter(pk=person.user_id).update(email=address)
    EmailAddress.objects.filter(user=person.user_id).update(email=address)
    return True
