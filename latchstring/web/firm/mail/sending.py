"""Settings, Email: whether mail servers can tell that the firm's emails are its own."""

import re

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.mail.render import sender_address
from latchstring.mail.sending.check import check, way_out
from latchstring.policy.actions import Action
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request

_SELECTOR = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,60}[A-Za-z0-9])?")


@require_safe
@staff_door
def sending(request: Request) -> HttpResponse:
    """The name servers are asked once somebody wants to know."""
    request.actor.require(Action.FIRM_EDIT)
    typed = request.GET.get("selector", "").strip()
    fits = not typed or _SELECTOR.fullmatch(typed) is not None
    asked = "check" in request.GET and fits
    page = {
        "sender": sender_address(request.firm),
        "way_out": way_out(),
        "selector": typed,
        "problem": "" if fits else "A selector has letters, digits, dots and dashes only, like s1 or mail2024.",
        "findings": check(request.firm, selector=typed) if asked else [],
    }
    return render(request, "firm/mail/sending.html", page)
