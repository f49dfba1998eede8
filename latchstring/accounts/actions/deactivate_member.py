"""A team member leaves: from the next request on they are nobody here. Nothing of theirs is lost."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts import api_tokens
from latchstring.accounts.models import TeamMember
from latchstring.accounts.team import BadTeam, Team
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.policy.actor import Actor


@transaction.atomic
def deactivate_member(actor: Actor, member_id: UUID) -> TeamMember:
    """Their API tokens end with it, for good. Twice is once.

    Raises BadTeam for the owner, oneself, and who may do more than the actor.
    """
    member = Team(actor).other(member_id)
    if not member.user_id:
        raise BadTeam(_("%s has not joined yet. Cancel the invite instead.") % member.name)
    if member.deactivated_at is None:
        member.deactivated_at = clock.now()
        member.save(update_fields=["deactivated_at"])
        api_tokens.end_all(member.pk)
        record(actor, Name.MEMBER_DEACTIVATED, Entry(subject_id=member.pk, detail={"name": member.name}))
    return member
