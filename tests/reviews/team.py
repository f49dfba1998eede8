"""What tests of reviews do with the team where they are about something else."""

from latchstring.policy.actor import Actor
from latchstring.reviews.actions.decide_on_team import decide_on_team
from latchstring.reviews.models import Decision, Review, TeamLine


def keep_the_team(actor: Actor, review: Review) -> None:
    lines = TeamLine.objects.filter(review=review).values_list("pk", flat=True)
    decide_on_team(actor, review, list(lines), Decision.KEEP)
