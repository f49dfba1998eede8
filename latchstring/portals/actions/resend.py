"""Send somebody's invite again, or the way back in to those who have accepted."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Client
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.outbox import queue
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Refused
from latchstring.portals import emails, kept
from latchstring.portals.granting import Sending, expiry, grants, send_invites
from latchstring.portals.message import Sender, fields_for
from latchstring.portals.models import Invite, PortalUser
from latchstring.portals.planning import Decision, How, Reason, decide_resend
from latchstring.portals.queries.facts import first_clients, known_about
from latchstring.portals.queries.reasons import sentence
from latchstring.portals.refusals import Refusal


@transaction.atomic
def resend(actor: Actor, person: PortalUser, *, client: Client | None = None) -> Invite | None:
    """A new link and a new expiry; the older link dies. None for a person who has accepted.

    Raises Refusal with a sentence where nothing can be sent.
    """
    actor.require(Action.INVITE_SEND, client=client)
    firm = Firm.objects.get(pk=actor.firm_id)
    known = known_about(firm, [person.address], [], member_id=actor.member_id, lock=True)
    person = known.everybody()[person.pk]
    target = first_clients(actor, [person.pk], client).get(person.pk)
    decision = decide_resend(known, person, target)
    if decision.reason is Reason.NO_ACCESS:
        raise Refused(Action.INVITE_SEND)
    if decision.reason is Reason.ACCEPTED and person.address not in known.inactive:
        return _to_user(actor, firm, person, decision)
    if person.address in known.inactive:
        decision = decision._replace(reason=Reason.EMAIL_INACTIVE, detail=known.inactive[person.address])
    if decision.reason:
        raise Refusal(f"{sentence(decision.reason, decision.detail, firm)}. {_ADVICE[decision.reason]}")
    return send_again(actor, firm, decision)


def _to_user(actor: Actor, firm: Firm, person: PortalUser, decision: Decision) -> Invite | None:
    """Somebody with a login: the way back in, or their new address once more to confirm."""
    if person.user and person.user.email != person.address:
        return send_again(actor, firm, decision._replace(how=How.INVITE), template="confirm_email")
    _send_way_back(actor, firm, decision)
    return None


def send_again(
    actor: Actor, firm: Firm, decision: Decision, *, template: str = "invite", sender: Sender | None = None
) -> Invite:
    """Queue the invite decided on; it says what the last one said."""
    granted = grants([decision])
    invites = Invite.objects.filter(person__in=[each.person.pk for each in granted])
    last = invites.order_by("-id").first()
    note = last.note if last and template == "invite" else ""
    sender = sender or emails.sender_for(actor, firm)
    letter = emails.invite_letter(firm, sender, note, template=template)
    sending = Sending(actor, firm, sender, letter=letter, note=note)
    send_invites(sending, granted, clock.now(), expiry(firm))
    newest: Invite = invites.select_related("message").latest("pk")
    kept.touch(firm.pk, person_ids=[newest.person_id], client_ids=[])
    return newest


def _send_way_back(actor: Actor, firm: Firm, decision: Decision) -> None:
    person = decision.person
    if person is None:
        return
    sender = emails.sender_for(actor, firm)
    fields = fields_for(firm, sender, name=person.name, client_name=decision.client.name, email=person.email)
    fields |= emails.place_of(firm, decision.client.id) | {"email": person.email}
    letter = emails.notice_letter(firm, sender, "way_back")
    post = emails.notice_post(person, fields, client_id=decision.client.id)
    queue(firm.pk, letter, post, kind="way-back")
    record(actor, Name.INVITE_RESENT, Entry(decision.client.id, person.pk, detail={"name": str(person)}))


_ADVICE = {
    Reason.REMOVED: "Send a new invite from the client record.",
    Reason.EMAIL_INACTIVE: "Change the email address first.",
    Reason.CLIENT_INACTIVE: "Restore the client first.",
    Reason.OVER_LIMIT: "Send it again tomorrow.",
}
