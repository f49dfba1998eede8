"""Carry out what was decided, and leave evidence of it that can't be changed unseen."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.kernel import clock
from latchstring.kernel.wake import wake
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.refusals import Refusal
from latchstring.reviews import run
from latchstring.reviews.models import Decision, Line, Review
from latchstring.reviews.queries import progress, team_progress

AT_ONCE = 200
"""A review of more accesses is carried out by the worker."""


def complete_review(actor: Actor, review: Review) -> Review:
    """Completed on return where there is little to do, else closing. Twice is once.

    Raises Refusal while somebody is undecided, or can't be removed by this actor.
    """
    row = _close(actor, review)
    if row.closing_at and not row.completed_at and row.total <= AT_ONCE:
        run.finish(row)
        row.refresh_from_db()
        if row.stopped:
            raise Refusal(row.stopped)
    return row


@transaction.atomic
def _close(actor: Actor, review: Review) -> Review:
    """From here on nothing is decided any more."""
    for action in (Action.PORTALS_MANAGE, Action.ACCESS_REMOVE, Action.TEAM_MANAGE):
        actor.require(action)
    row: Review = Review.objects.select_for_update().get(pk=review.pk, firm=actor.firm_id)
    if row.completed_at or row.closing_at:
        return row
    if row.gathered_at is None:
        raise Refusal(_("All are still to be decided. Keep or remove them first."))
    if left := progress(row)["todo"] + team_progress(row)["todo"]:
        raise Refusal(_("%s are still to be decided. Keep or remove them first.") % left)
    going = Line.objects.filter(review=row, decision=Decision.REMOVE)
    beyond = going.exclude(pk__in=Line.objects.visible_to(actor).filter(review=row).values("pk")).first()
    if beyond:
        raise Refusal(_("You have no access to %s, so a colleague has to complete this.") % beyond.client_name)
    row.closing_at, row.closing_by, row.completed_by, row.stopped = clock.now(), actor.member_id, actor.name, ""
    row.save(update_fields=["closing_at", "closing_by", "completed_by", "stopped"])
    if row.total > AT_ONCE:
        wake("review")
    return row
