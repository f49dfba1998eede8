"""Log a colleague out everywhere, programs too: a laptop was left on a train, say. They may log in again at once."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts import api_tokens, sessions
from latchstring.accounts.team import BadTeam, Team
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor


@transaction.atomic
def log_member_out(actor: Actor, member_id: UUID) -> int:
    """How many sessions ended. Raises BadTeam for the owner, oneself, and who may do more than the actor."""
    member = Team(actor).other(member_id)
    if member.user_id is None:
        raise BadTeam(_("%s has not joined yet. Cancel the invite instead.") % member.name)
    count, tokens = sessions.end_all(member.user_id), api_tokens.end_all(member.pk)
    if count or tokens:
        detail = {"name": member.name, "count": count, "tokens": tokens}
        record(actor, Name.LOGGED_OUT_BY, Entry(subject_id=member.pk, detail=detail))
    return count
