"""Begin to go through everybody who has access."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.wake import wake
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.reviews.gathering import CHUNK, accesses, gather, gather_team
from latchstring.reviews.models import Review


@transaction.atomic
def start_review(actor: Actor) -> Review:
    """With a line for each of the team and each access there is now, accepted or not; many are left to the worker.

    One at a time: the one that goes on comes back.
    """
    actor.require(Action.PORTALS_MANAGE)
    Firm.objects.select_for_update(no_key=True).get(pk=actor.firm_id)
    review: Review = Review.objects.filter(firm_id=actor.firm_id, completed_at=None).first() or Review(
        firm_id=actor.firm_id
    )
    if review.started_at:
        return review
    review.started_at, review.started_by = clock.now(), actor.name
    review.total = accesses(review).count()
    review.save()
    gather_team(review)
    record(actor, Name.REVIEW_STARTED, Entry(subject_id=review.pk))
    if review.total > CHUNK:
        wake("review")
    else:
        while gather(review):
            pass
    return review
