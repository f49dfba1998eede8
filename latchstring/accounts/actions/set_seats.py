"""Which of the firm's licences a team member may use."""

from collections.abc import Set
from uuid import UUID

from django.db import transaction

from latchstring.accounts.models import TeamMember
from latchstring.accounts.team import Team
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor
from latchstring.policy.licences import Licence


@transaction.atomic
def set_seats(actor: Actor, member_id: UUID, *, seats: Set[Licence], among: Set[Licence]) -> TeamMember:
    """Of the licences ``among``, a seat for exactly ``seats``; the others stay as they are."""
    member = Team(actor).get(member_id)
    before = {licence for licence in Licence if licence in member.seats}
    after = (before - among) | (seats & among)
    if after != before:
        member.seats = sorted(after)
        member.save(update_fields=["seats"])
        detail = {"name": member.name, "given": sorted(after - before), "taken": sorted(before - after)}
        record(actor, Name.SEATS_CHANGED, Entry(subject_id=member.pk, detail=detail))
    return member
