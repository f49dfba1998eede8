"""What came back and could not be matched or read, and mailboxes that stay full: for a person to look at."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.mail.strays import full_mailboxes, strays
from latchstring.web.common.doors import staff_door
from latchstring.web.common.ids import id_of
from latchstring.web.common.requests import Request

PAGE = 50


@require_safe
@staff_door
def index(request: Request) -> HttpResponse:
    before = id_of(request.GET.get("before", ""))
    rows = strays(request.actor, before=before, limit=PAGE + 1)
    shown = {
        "rows": rows[:PAGE],
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "paged": before is not None,
        "full": full_mailboxes(request.actor),
    }
    return render(request, "firm/mail/strays.html", shown)
