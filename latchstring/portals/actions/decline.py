"""Not me: the reader of an invite says it is for somebody else."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record, record_many
from latchstring.kernel import clock
from latchstring.mail.outbox import AddressInactive, Post, queue
from latchstring.policy.actor import Actor, Kind
from latchstring.portals import emails, links
from latchstring.portals.ending import end_access
from latchstring.portals.message import Sender
from latchstring.portals.models import Access, PortalUser
from latchstring.portals.queries.link import Opening, find


@transaction.atomic
def decline(token: str) -> bool:
    """The link dies, what waited for it is taken back, and the firm is told. False if it was not open."""
    found = find(token)
    if found is None:
        return False
    person = PortalUser.objects.select_for_update().get(pk=found.person.pk)
    found = Opening(found.invite, person, found.address)
    if found.state().state != "open":
        return False
    actor = Actor(person.firm_id, Kind.CLIENT, person_id=person.pk, name=str(person))
    links.revoke([person.pk], clock.now(), "The invite was turned down.")
    waiting = list(Access.objects.live().filter(person=person, accepted_at=None))
    end_access(actor, waiting)
    detail = {"name": str(person)}
    record_many(actor, Name.ACCESS_REMOVED, [Entry(row.client_id, person.pk, detail=detail) for row in waiting])
    record(
        actor,
        Name.INVITE_DECLINED,
        Entry(client_id=found.invite.client_id, person_id=person.pk, subject_id=found.invite.pk),
    )
    _tell(found)
    return True


def _tell(found: Opening) -> None:
    firm, invite = found.invite.person.firm, found.invite
    member = emails.member_of(invite.member_id)
    to = member.user.email if member else firm.support_email
    if not to:
        return
    fields = {"address": found.address, "person_name": str(found.person), "client_name": invite.client.name}
    letter = emails.notice_letter(firm, Sender(firm.name), "declined")
    try:
        post = Post(to, member.name if member else "", fields, client_id=invite.client_id)
        queue(firm.pk, letter, post, kind="declined")
    except AddressInactive:
        return
