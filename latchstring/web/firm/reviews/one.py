"""One review: its people by client, narrowed and searched, and what is said of those who are ticked."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from latchstring.policy.actions import Action
from latchstring.policy.scopes import SCOPE_NAMES, Scope
from latchstring.portals.refusals import Refusal
from latchstring.reviews.actions.decide import decide
from latchstring.reviews.models import Decision, Review
from latchstring.reviews.queries import STATES, lines, progress
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.params import read_uuid

PAGE = 50
LABELS = {
    "todo": gettext_lazy("To decide"),
    "keep": gettext_lazy("Keep"),
    "remove": gettext_lazy("Remove"),
    "later": gettext_lazy("Ask later"),
    "all": gettext_lazy("Everybody"),
}

DONE = {
    Decision.KEEP: gettext_lazy("%s keep their access"),
    Decision.REMOVE: gettext_lazy("%s lose their access when the review is completed"),
    Decision.LATER: gettext_lazy("%s are for later"),
}


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, review_id: UUID) -> HttpResponse:
    review = the_review(request, review_id)
    refusal = _decided(request, review) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        return redirect(request.get_full_path())
    return page(request, review, refusal)


def page(request: Request, review: Review, refusal: str = "") -> HttpResponse:
    asked = request.GET.get("show", "")
    state = asked if asked in STATES else ("all" if review.completed_at else "todo")
    q = request.GET.get("q", "").strip()[:100]
    after = read_uuid(request.GET.get("after", ""))
    rows = list(lines(request.actor, review, state=state, q=q, after=after)[: PAGE + 1])
    figures = progress(review)
    context = {
        "review": review,
        "rows": [(line, SCOPE_NAMES[Scope(line.scope)]) for line in rows[:PAGE]],
        "after": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "state": state,
        "q": q,
        "filters": [(key, label, figures[key]) for key, label in LABELS.items()],
        "progress": figures,
        "decisions": Decision.choices,
        "refusal": refusal,
    }
    return render(request, "firm/reviews/review.html", context, status=422 if refusal else 200)


def the_review(request: Request, review_id: UUID) -> Any:
    review = get_object_or_404(Review.objects.visible_to(request.actor), pk=review_id)
    request.actor.require(Action.PORTALS_MANAGE)
    return review


def _decided(request: Request, review: Review) -> str:
    """What could not be done, or nothing."""
    chosen = request.POST.getlist("shown" if "everybody" in request.POST else "line")
    ticked = [pk for each in chosen[:PAGE] if (pk := read_uuid(each))]
    wanted = request.POST.get("decision", "")
    if wanted not in Decision.values:
        return _("Choose Keep, Remove or Ask later.")
    if not ticked:
        return _("Tick at least one person first.")
    try:
        count = decide(request.actor, review, ticked, Decision(wanted))
    except Refusal as refusal:
        return str(refusal)
    notices.done(request, DONE[Decision(wanted)] % count)
    return ""
