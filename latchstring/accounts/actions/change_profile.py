"""A team member changes what is theirs to change: the name; never the role."""

from typing import Any

from django.db import transaction

from latchstring.accounts.models import TeamMember
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor


@transaction.atomic
def change_profile(actor: Actor, *, name: str) -> TeamMember:
    """One's own row at this firm; ``name`` has 1 to 150 characters."""
    mine: Any = TeamMember.objects.select_for_update()
    member: TeamMember = mine.get(firm_id=actor.firm_id, pk=actor.member_id)
    if member.name != name:
        before, member.name = member.name, name
        member.save(update_fields=["name"])
        record(actor, Name.PROFILE_CHANGED, Entry(subject_id=member.pk, detail={"name": name, "before": before}))
    return member
