"""The team in a review: who of it can see what, and who stays."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from latchstring.policy.actions import Action
from latchstring.portals.refusals import Refusal
from latchstring.reviews.actions.decide_on_team import decide_on_team
from latchstring.reviews.models import Decision, Review
from latchstring.reviews.queries import progress, team_lines, team_progress
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.params import read_uuid
from latchstring.web.firm.reviews.one import filters, the_review, waiting

DONE = {
    Decision.KEEP: gettext_lazy("%s stay on the team"),
    Decision.REMOVE: gettext_lazy("%s leave the team when the review is completed"),
    Decision.LATER: gettext_lazy("%s are for later"),
}


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: Request, review_id: UUID) -> HttpResponse:
    review = the_review(request, review_id, Action.TEAM_MANAGE)
    rows = team_lines(request.actor, review)
    refusal = _decided(request, review) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        return redirect("review-team", review.pk)
    if review.waits and not refusal:
        return waiting(request, review)
    context = {
        "review": review,
        "rows": rows,
        "filters": filters(progress(review)),
        "state": "team",
        "team": team_progress(review),
        "decisions": Decision.choices,
        "refusal": refusal,
    }
    return render(request, "firm/reviews/team.html", context, status=422 if refusal else 200)


def _decided(request: Request, review: Review) -> str:
    """What could not be done, or nothing."""
    wanted = request.POST.get("decision", "")
    ticked = [pk for each in request.POST.getlist("line") if (pk := read_uuid(each))]
    if wanted not in Decision.values:
        return _("Choose Keep, Remove or Ask later.")
    if not ticked:
        return _("Tick at least one person first.")
    try:
        count = decide_on_team(request.actor, review, ticked, Decision(wanted))
    except Refusal as refusal:
        return str(refusal)
    notices.done(request, DONE[Decision(wanted)] % count)
    return ""
