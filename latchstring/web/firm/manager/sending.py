"""Press Send, or send again in bulk: each writes one batch, once per form."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from latchstring.portals.actions.resend_batch import resend_batch
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.models import InviteBatch
from latchstring.portals.queries.progress import progress
from latchstring.portals.refusals import Refusal
from latchstring.portals.selection import Selection
from latchstring.web.common import htmx
from latchstring.web.common.notices import done
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.back import way_back
from latchstring.web.firm.manager.choosing import narrowed
from latchstring.web.firm.manager.doors import manager_door
from latchstring.web.firm.manager.forms import InviteForm
from latchstring.web.firm.manager.selecting import posted_selection
from latchstring.web.firm.manager.window import limits_form, window


@require_POST
@manager_door
def send(request: Request) -> HttpResponse:
    form = InviteForm(request.POST, firm=request.firm)
    limits = limits_form(request)
    if not form.is_valid() or not limits.right:
        return window(request, form.cleaned_data.get("selection", Selection()), form, status=422)
    said = form.cleaned_data
    wanted = {name: said[name] for name in ("message", "who", "starts_at", "request_key")} | {"limits": limits.limits}
    selection = narrowed(request.actor, said["selection"], request.POST)
    try:
        batch = send_batch(request.actor, selection=selection, **wanted, template_name=said["from_template"])
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return window(request, said["selection"], form, status=422)
    return _to_page(request, batch, sent="manager-without")


@require_POST
@manager_door
def resend_all(request: Request) -> HttpResponse:
    try:
        selection = posted_selection(request.POST)
        batch = resend_batch(request.actor, selection=selection, request_key=request.POST.get("request_key", "")[:64])
    except Refusal as refusal:
        done(request, str(refusal))
        return htmx.redirect(request, way_back(request, reverse("manager")))
    return _to_page(request, batch, sent="manager")


def _to_page(request: Request, batch: InviteBatch, *, sent: str) -> HttpResponse:
    """The page of the send; where its firm has time to undo, the toast there offers it too."""
    seconds = request.firm.undo_seconds
    if seconds and progress(batch).state == "waiting":
        sentence = f"Invites leave in {seconds} second{'' if seconds == 1 else 's'}"
        done(request, sentence, undo_url=reverse("batch-undo", args=[batch.pk]))
    return htmx.redirect(request, reverse("batch", args=[batch.pk]) + f"?sent={sent}")
