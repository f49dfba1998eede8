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
from latchstring.reviews.actions.decide import decide, decide_all
from latchstring.reviews.models import Decision, Review
from latchstring.reviews.queries import STATES, lines, progress, team_progress
from latchstring.web.common import htmx, notices
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
    Decision.KEEP: gettext_lazy("Kept: %s"),
    Decision.REMOVE: gettext_lazy("Removed when the review is completed: %s"),
    Decision.LATER: gettext_lazy("For later: %s"),
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
    if review.waits and not refusal:
        return waiting(request, review)
    if request.htmx and not refusal:
        return htmx.redirect(request, request.path)
    state, q = _narrowed(request, review)
    after = read_uuid(request.GET.get("after", ""))
    rows = list(lines(request.actor, review, state=state, q=q, after=after)[: PAGE + 1])
    figures = progress(review)
    context = {
        "review": review,
        "rows": [(line, SCOPE_NAMES[Scope(line.scope)]) for line in rows[:PAGE]],
        "after": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "state": state,
        "q": q,
        "filters": filters(figures),
        "progress": figures,
        "team": team_progress(review),
        "decisions": Decision.choices,
        "refusal": refusal,
    }
    return render(request, "firm/reviews/review.html", context, status=422 if refusal else 200)


def filters(figures: dict[str, int]) -> list[tuple[str, Any, int]]:
    return [(key, label, figures[key]) for key, label in LABELS.items()]


def waiting(request: Request, review: Review) -> HttpResponse:
    """How far the worker is."""
    template = "firm/reviews/waiting.html" + ("#stage" if request.htmx else "")
    return render(request, template, {"review": review})


def the_review(request: Request, review_id: UUID, *needed: Action) -> Any:
    review = get_object_or_404(Review.objects.visible_to(request.actor), pk=review_id)
    for action in needed:
        request.actor.require(action)
    request.actor.require(Action.PORTALS_MANAGE)
    return review


def _narrowed(request: Request, review: Review) -> tuple[str, str]:
    asked = request.GET.get("show", "")
    state = asked if asked in STATES else ("all" if review.completed_at else "todo")
    return state, request.GET.get("q", "").strip()[:100]


def _decided(request: Request, review: Review) -> str:
    """What could not be done, or nothing."""
    whom, wanted = request.POST.get("whom", ""), request.POST.get("decision", "")
    chosen = request.POST.getlist("shown" if whom == "page" else "line")
    ticked = [pk for each in chosen[:PAGE] if (pk := read_uuid(each))]
    if wanted not in Decision.values:
        return _("Choose Keep, Remove or Ask later.")
    if not ticked and whom != "all":
        return _("Tick at least one person first.")
    try:
        if whom == "all":
            state, q = _narrowed(request, review)
            count = decide_all(request.actor, review, Decision(wanted), state=state, q=q)
        else:
            count = decide(request.actor, review, ticked, Decision(wanted))
    except Refusal as refusal:
        return str(refusal)
    notices.done(request, DONE[Decision(wanted)] % count)
    return ""
