"""The reviews there were, the one that goes on, and beginning the next."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from latchstring.policy.actions import Action
from latchstring.reviews.actions.start_review import start_review
from latchstring.reviews.models import Review
from latchstring.reviews.queries import open_review, progress, reviews, team_progress
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request) -> HttpResponse:
    request.actor.require(Action.PORTALS_MANAGE)
    if request.method == "POST":
        return redirect("review", start_review(request.actor).pk)
    going_on = open_review(request.actor)
    context = {
        "going_on": going_on,
        "progress": _both(going_on) if going_on and going_on.started_at else None,
        "done": [review for review in reviews(request.actor) if review.completed_at],
    }
    return render(request, "firm/reviews/reviews.html", context)


def _both(review: Review) -> dict[str, int]:
    """Of the clients' people and the team together."""
    people, team = progress(review), team_progress(review)
    return {name: people[name] + team[name] for name in ("all", "done", "todo")}
