"""Say of some of a review's people whether they keep their access."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.refusals import Refusal
from latchstring.reviews.models import Decision, Line, Review


@transaction.atomic
def decide(actor: Actor, review: Review, line_ids: Collection[UUID], decision: Decision) -> int:
    """How many lines it was said of. Nothing is removed before the review is completed. Raises Refusal after that."""
    actor.require(Action.PORTALS_MANAGE)
    row = Review.objects.select_for_update().get(pk=review.pk, firm=actor.firm_id)
    if row.completed_at:
        raise Refusal(_("This review is completed. Start another one to change who has access."))
    chosen = Line.objects.filter(pk__in=Line.objects.visible_to(actor).filter(review=row, pk__in=line_ids).values("pk"))
    return int(chosen.update(decision=decision, decided_at=clock.now(), decided_by=actor.name))
