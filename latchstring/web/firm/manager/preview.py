"""The letter as one recipient will read it, in a frame of its own whose policy allows the email's inline styles."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST

from latchstring.portals.emails import preview_letter
from latchstring.portals.queries.recipients import recipient_at
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.choosing import narrowed
from latchstring.web.firm.manager.doors import manager_door
from latchstring.web.firm.manager.forms import InviteForm
from latchstring.web.firm.manager.window import limits_form, place_of

FRAMED: dict[str, Any] = {
    **settings.SECURE_CSP,
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "script-src": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}


@require_POST
@csp_override(FRAMED)
@xframe_options_sameorigin
@manager_door
def show(request: Request) -> HttpResponse:
    form = InviteForm(request.POST, firm=request.firm)
    form.is_valid()
    if {"message", "selection"} & form.errors.keys():
        return render(request, "firm/manager/preview.html", {"form": form}, status=422)
    selection, who = form.cleaned_data["selection"], form.cleaned_data.get("who", "primary")
    selection = narrowed(request.actor, selection, request.POST)
    recipient = recipient_at(request.actor, selection, who, place_of(request.POST))
    message, limits = form.cleaned_data["message"], limits_form(request).limits
    letter = recipient and preview_letter(request.firm, request.actor, message, recipient, limits)
    return render(request, "firm/manager/preview.html", {"letter": letter, "recipient": recipient})
