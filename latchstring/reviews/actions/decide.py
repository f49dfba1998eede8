"""Say of some of a review's people whether they keep their access."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.refusals import Refusal
from latchstring.reviews.models import Decision, Line, Review
from latchstring.reviews.queries import chosen


@transaction.atomic
def decide(actor: Actor, review: Review, line_ids: Collection[UUID], decision: Decision) -> int:
    """How many lines it was said of. Nothing is removed before the review is completed. Raises Refusal after that."""
    row = open_to(actor, review)
    return _say(actor, Line.objects.visible_to(actor).filter(review=row, pk__in=line_ids), decision)


@transaction.atomic
def decide_all(actor: Actor, review: Review, decision: Decision, *, state: str, q: str = "") -> int:
    """The same of everybody whom the list finds, on all its pages."""
    return _say(actor, chosen(actor, open_to(actor, review), state=state, q=q), decision)


def open_to(actor: Actor, review: Review) -> Review:
    """The review, locked, while something can be decided about it."""
    actor.require(Action.PORTALS_MANAGE)
    row: Review = Review.objects.select_for_update().get(pk=review.pk, firm=actor.firm_id)
    if row.completed_at:
        raise Refusal(_("This review is completed. Start another one to change who has access."))
    if row.closing_at:
        raise Refusal(_("This review is being completed. Nothing can be changed any more."))
    if row.gathered_at is None:
        raise Refusal(_("This review is being prepared. Wait until everybody is listed."))
    return row


def _say(actor: Actor, rows: Any, decision: Decision) -> int:
    lines = Line.objects.filter(pk__in=rows.values("pk"))
    return int(lines.update(decision=decision, decided_at=clock.now(), decided_by=actor.name))
