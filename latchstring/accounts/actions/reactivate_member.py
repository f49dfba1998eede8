"""A team member comes back with what they had: role, seats and assigned clients."""

from uuid import UUID

from django.db import transaction

from latchstring.accounts.models import TeamMember
from latchstring.accounts.team import Team
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor


@transaction.atomic
def reactivate_member(actor: Actor, member_id: UUID) -> TeamMember:
    """Twice is once. Raises BadTeam for who may do more than the actor."""
    member = Team(actor).other(member_id)
    if member.deactivated_at:
        member.deactivated_at = None
        member.save(update_fields=["deactivated_at"])
        record(actor, Name.MEMBER_REACTIVATED, Entry(subject_id=member.pk, detail={"name": member.name}))
    return member
