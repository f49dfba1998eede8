"""What a client asks about who can see their record: done in one step, or declined with a word."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.policy.actions import Action
from latchstring.portals.actions.approve_ask import approve_ask
from latchstring.portals.actions.decline_ask import decline_ask
from latchstring.portals.models import Ask
from latchstring.portals.refusals import Refusal
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.record import refused


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason (optional)"),
        help_text=gettext_lazy("The client reads it in the email."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": gettext_lazy("This is longer than 1000 characters. Shorten it.")},
    )


@staff_door
@require_POST
def approve(request: Request, client_id: UUID, ask_id: UUID) -> HttpResponse:
    ask = _ask(request, client_id, ask_id)
    try:
        approve_ask(request.actor, ask)
    except Refusal as refusal:
        return refused(request, ask.client, str(refusal))
    done = _("Access removed for %(name)s") if ask.removes else _("Invite sent to %(name)s")
    notices.done(request, done % {"name": ask.name})
    return redirect("client", client_id)


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: Request, client_id: UUID, ask_id: UUID) -> HttpResponse:
    ask = _ask(request, client_id, ask_id)
    request.actor.require(Action.ACCESS_REMOVE if ask.removes else Action.INVITE_SEND, client=ask.client)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"client": ask.client, "ask": ask, "form": form}
        return render(request, "firm/clients/decline.html", context, status=422 if form.is_bound else 200)
    try:
        decline_ask(request.actor, ask, reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        return refused(request, ask.client, str(refusal))
    notices.done(request, _("%(name)s was told that it stays as it is") % {"name": ask.person})
    return redirect("client", client_id)


def _ask(request: Request, client_id: UUID, ask_id: UUID) -> Any:
    rows = Ask.objects.visible_to(request.actor).select_related("client", "person")
    return get_object_or_404(rows, pk=ask_id, client_id=client_id)
