"""Say of some of the team whether they stay on it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from latchstring.accounts.team import BadTeam, Team
from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.portals.refusals import Refusal
from latchstring.reviews.actions.decide import open_to
from latchstring.reviews.models import Decision, Review, TeamLine


@transaction.atomic
def decide_on_team(actor: Actor, review: Review, line_ids: Collection[UUID], decision: Decision) -> int:
    """How many it was said of; nobody leaves before the review is completed.

    Raises Refusal for who can't be removed: the owner, oneself, and who may do more than the actor.
    """
    team = Team(actor)
    lines = list(TeamLine.objects.filter(review=open_to(actor, review), pk__in=line_ids))
    if decision is Decision.REMOVE:
        try:
            for line in lines:
                if line.member_id in team.members:
                    team.other(line.member_id)
        except BadTeam as error:
            raise Refusal(str(error)) from error
    rows = TeamLine.objects.filter(pk__in=[line.pk for line in lines])
    return int(rows.update(decision=decision, decided_at=clock.now(), decided_by=actor.name))
