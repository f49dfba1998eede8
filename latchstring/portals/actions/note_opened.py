"""The first time that somebody presses a button behind an invite's link: what robots that follow links never do."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.policy.actor import Actor, Kind
from latchstring.portals.models import Invite
from latchstring.portals.queries.link import LinkState


@transaction.atomic
def note_opened(link: LinkState) -> bool:
    """Once for each invite, in whatever state its link is. False where it was known, or there is no such link."""
    invite, person = link.invite, link.person
    if invite is None or person is None or invite.opened_at:
        return False
    if not Invite.objects.filter(pk=invite.pk, opened_at=None).update(opened_at=clock.now()):
        return False
    actor = Actor(person.firm_id, Kind.CLIENT, person_id=person.pk, name=str(person))
    detail = {"name": str(person)}
    record(actor, Name.INVITE_OPENED, Entry(invite.client_id, person.pk, invite.pk, detail))
    return True
