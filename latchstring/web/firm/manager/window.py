"""The window of a bulk send, drawn as a dialog for htmx and as a page without scripts."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.models import Template
from latchstring.mail.words import FIELDS
from latchstring.policy.actions import Action
from latchstring.portals.queries.recipients import preview
from latchstring.portals.queries.templates import templates_for
from latchstring.portals.selection import Selection
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.portal.limits import InviteLimitsForm
from latchstring.web.firm.manager import choosing
from latchstring.web.firm.manager.fixes import with_fixes
from latchstring.web.firm.manager.forms import InviteForm

LINKED = {"already-user", "same-person"}


def window(
    request: Request,
    selection: Selection,
    form: InviteForm | None = None,
    *,
    words: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """With a form: what was wrong with it, and everything that was typed. ``words`` tell of a saved template."""
    templates = templates_for(request.actor)
    ways = choosing.ways(request.actor, selection)
    values = _values(request.POST, request.firm, templates, ways)
    recipients = preview(request.actor, choosing.narrowed(request.actor, selection, request.POST), values["who"])
    place = min(values["i"], max(recipients.people_count - 1, 0))
    context = {
        "selection": selection,
        "values": values,
        "form": form,
        "words": words,
        "recipients": recipients,
        "limits": limits_form(request) if request.actor.may(Action.ACCESS_CHANGE) else None,
        "sendable": recipients.people_count or any(row.reason in LINKED for row in recipients.skipped),
        "skipped": with_fixes(recipients.skipped),
        "templates": templates,
        "fields": list(FIELDS),
        "who": ways,
        "groups": choosing.groups(request.actor, selection, request.POST) if values["who"] == "chosen" else (),
        "place": place,
        "before": max(place - 1, 0),
        "after": min(place + 1, max(recipients.people_count - 1, 0)),
        "zone": request.firm.time_zone.rpartition("/")[2].replace("_", " "),
    }
    name = "_invite_dialog.html" if request.htmx else "invite.html"
    return render(request, f"firm/manager/{name}", context, status=status)


def _values(data: QueryDict, firm: Firm, templates: list[Template], ways: Mapping[str, str]) -> dict[str, Any]:
    """What the controls hold: as posted, or as the window opens."""
    chosen = next((each for each in templates if str(each.pk) == data.get("template")), None)
    tomorrow = _local(firm) + timedelta(days=1)
    typed = "message" in data
    return {
        "who": data.get("who") if data.get("who") in ways else "primary",
        "personal": bool(chosen) or "personal" in data,
        "message": chosen.body if chosen else data.get("message", ""),
        "from_template": chosen.name if chosen else data.get("from_template", ""),
        "when": "later" if data.get("when") == "later" else "now",
        "date": data.get("date") if typed else tomorrow.date().isoformat(),
        "time": data.get("time") if typed else "09:00",
        "request_key": data.get("request_key") or secrets.token_urlsafe(24),
        "i": place_of(data),
    }


def limits_form(request: Request) -> InviteLimitsForm:
    """What the people invited may open, and until when: the same question as in a record's window."""
    return InviteLimitsForm(request.POST, firm=request.firm)


def place_of(data: QueryDict) -> int:
    """Which recipient the preview shows, from 0."""
    text = data.get("i", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _local(firm: Firm) -> datetime:
    return clock.now().astimezone(ZoneInfo(firm.time_zone))
