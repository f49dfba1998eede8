"""Correct a team member's name and title."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import TeamMember
from latchstring.accounts.team import BadTeam, Team
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor


@transaction.atomic
def change_member(actor: Actor, member_id: UUID, *, name: str, title: str) -> TeamMember:
    """Raises BadTeam for an empty name."""
    member = Team(actor).get(member_id)
    name, title = " ".join(name.split())[:150], " ".join(title.split())[:80]
    if not name:
        raise BadTeam(_("Enter a name."), "name")
    if (member.name, member.title) != (name, title):
        before, member.name, member.title = member.name, name, title
        member.save(update_fields=["name", "title"])
        record(actor, Name.PROFILE_CHANGED, Entry(subject_id=member.pk, detail={"name": name, "before": before}))
    return member
