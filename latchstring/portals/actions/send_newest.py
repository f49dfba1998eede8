"""A client asks for a link that works: behind an old one, or for an address that still waits."""

from django.db import transaction

from latchstring.firms.models import Firm
from latchstring.kernel.addresses import normalise
from latchstring.policy.actor import system_actor
from latchstring.portals import emails
from latchstring.portals.actions.resend import send_again
from latchstring.portals.models import Invite, Phase, PortalUser
from latchstring.portals.planning import How, decide_resend
from latchstring.portals.queries.facts import first_clients, known_about
from latchstring.portals.queries.link import find


@transaction.atomic
def send_newest(token: str) -> bool:
    """Mail a new link to the address that an expired or superseded one was sent to.

    False where nothing was sent; the page answers the same either way.
    """
    found = find(token)
    if found is None or found.state().state not in {"expired", "superseded"}:
        return False
    return _send(found.person.firm, found.person)


@transaction.atomic
def send_to_address(firm: Firm, email: str) -> bool:
    """The invite again to somebody who was invited but has no login yet, and asks for a password."""
    waiting = PortalUser.objects.filter(firm=firm, address=normalise(email), phase=Phase.PENDING)
    return _send(firm, waiting.order_by("place").first())


def _send(firm: Firm, waiting: PortalUser | None) -> bool:
    """Within the same caps as when the team sends it."""
    last = Invite.objects.filter(person=waiting).order_by("-id").first() if waiting else None
    if waiting is None or waiting.phase != Phase.PENDING or last is None:
        return False
    actor = system_actor(firm.pk)
    known = known_about(firm, [waiting.address], [], member_id=last.member_id, lock=True)
    person = known.everybody()[waiting.pk]
    decision = decide_resend(known, person, first_clients(actor, [person.pk]).get(person.pk))
    if decision.how is How.INVITE:
        send_again(actor, firm, decision, sender=emails.signed_by(firm, emails.member_of(last.member_id)))
    return decision.how is How.INVITE
