"""All sends, and on the Manager those that are under way: the way back to the page of each."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.portals.queries.sends import Send, sends
from latchstring.web.common.ids import id_of
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.doors import manager_door

PAGE = 50
WORDS = {
    "waiting": ("About to leave", "s-queued", "queued"),
    "scheduled": ("Scheduled", "s-queued", "queued"),
    "opening": ("Preparing", "s-queued", "queued"),
    "running": ("Sending", "s-sent", "sent"),
    "paused": ("Paused", "s-expired", "expired"),
    "finished": ("Sent", "s-accepted", "accepted"),
    "cancelled": ("The rest was cancelled", "s-removed", "removed"),
    "undone": ("Taken back", "s-removed", "removed"),
}


@require_safe
@manager_door
def index(request: Request) -> HttpResponse:
    before = id_of(request.GET.get("before", ""))
    found = sends(request.actor, before=before, limit=PAGE + 1)
    page = {
        "rows": drawn(found[:PAGE]),
        "older": found[PAGE - 1].batch.pk if len(found) > PAGE else None,
        "paged": before is not None,
    }
    return render(request, "firm/manager/sends.html", page)


def drawn(found: Iterable[Send]) -> list[dict[str, Any]]:
    """Each with the word, the symbol and the colour of its state."""
    return [{"send": each, **dict(zip(("word", "glyph", "tone"), WORDS[each.state], strict=True))} for each in found]
