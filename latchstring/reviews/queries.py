"""Where reviews stand."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.reviews.models import Decision, Line, Review, TeamLine

A_QUARTER = timedelta(days=91)
STATES = ("todo", *Decision.values, "all")


def reviews(actor: Actor) -> list[Review]:
    """Newest first."""
    rows = Review.objects.visible_to(actor).select_related("evidence").defer("evidence__pdf", "evidence__data")
    return list(rows.order_by("-id"))


def open_review(actor: Actor) -> Review | None:
    """The one that goes on or is proposed, for those who may."""
    if not actor.may(Action.PORTALS_MANAGE):
        return None
    row: Review | None = Review.objects.visible_to(actor).filter(completed_at=None).first()
    return row


def chosen(actor: Actor, review: Review, *, state: str, q: str = "") -> Any:
    """Lines of the clients that the actor sees. ``todo`` is what has no decision, or is for later."""
    rows = Line.objects.visible_to(actor).filter(review=review)
    if state in Decision.values:
        rows = rows.filter(decision=state)
    elif state == "todo":
        rows = rows.filter(decision__in=("", Decision.LATER))
    return rows.filter(sort_name__contains=q.casefold()) if q else rows


def lines(actor: Actor, review: Review, *, state: str = "todo", q: str = "", after: UUID | None = None) -> Any:
    """By client and name, from behind a line on."""
    rows = chosen(actor, review, state=state, q=q)
    if last := after and Line.objects.filter(review=review, pk=after).first():
        rows = rows.filter(Q(sort_name__gt=last.sort_name) | Q(sort_name=last.sort_name, pk__gt=last.pk))
    return rows.order_by("sort_name", "id")


def team_lines(actor: Actor, review: Review) -> list[TeamLine]:
    """Undecided ones first, then by name."""
    actor.require(Action.TEAM_MANAGE)
    rows = TeamLine.objects.visible_to(actor).filter(review=review).order_by("name", "id")
    return sorted(rows, key=lambda line: line.decision in (Decision.KEEP, Decision.REMOVE))


def progress(review: Review) -> dict[str, int]:
    """How many lines there are of each kind, all, and decided."""
    return _figures(Line.objects.filter(review=review))


def team_progress(review: Review) -> dict[str, int]:
    return _figures(TeamLine.objects.filter(review=review))


def _figures(rows: Any) -> dict[str, int]:
    found = dict(rows.order_by().values_list("decision").annotate(Count("pk")))
    kinds = {kind: found.get(kind, 0) for kind in Decision.values}
    total = sum(found.values())
    done = kinds["keep"] + kinds["remove"]
    return {**kinds, "all": total, "done": done, "todo": total - done}
