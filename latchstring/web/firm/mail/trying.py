"""Try a template out before it is saved: as a client would read it, and in one's own mailbox."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST

from latchstring.mail.models import Template
from latchstring.policy.actions import Action
from latchstring.portals.actions.save_template import INVITE
from latchstring.portals.actions.send_template_test import send_template_test
from latchstring.portals.drafts import draft
from latchstring.portals.queries.templates import KINDS, own_or_firms
from latchstring.portals.refusals import Refusal
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.mail import templates
from latchstring.web.firm.mail.template_form import TemplateForm
from latchstring.web.firm.manager.preview import FRAMED


@require_POST
@csp_override(FRAMED)
@xframe_options_sameorigin
@staff_door
def preview(request: Request) -> HttpResponse:
    """Shown in a frame of the form's page."""
    form = _form(request)
    if form.errors.keys() & {"body", "subject", "client"}:
        return render(request, "firm/manager/preview.html", {"form": form}, status=422)
    words = form.words
    shown = draft(request.actor, request.firm, kind=form.kind, **words).preview()
    recipient = {"name": words["client"] or request.actor.name}
    return render(request, "firm/manager/preview.html", {"letter": shown, "recipient": recipient})


@require_POST
@staff_door
def test(request: Request) -> HttpResponse:
    """Back on the form with what was typed, which is not saved by this."""
    form = _form(request)
    said: dict[str, Any] = {}
    if not form.errors.keys() & {"body", "subject", "client"}:
        try:
            said["sent_to"] = send_template_test(request.actor, kind=form.kind, **form.words)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return templates.page(request, form, _being_edited(request), status=200 if said else 422, **said)


def _form(request: Request) -> TemplateForm:
    request.actor.require(Action.TEMPLATE_EDIT)
    kind = request.POST.get("kind", "")
    form = TemplateForm(request.POST, actor=request.actor, kind=kind if kind in KINDS else INVITE)
    form.is_valid()
    form.errors.pop("name", None)
    return form


def _being_edited(request: Request) -> Template | None:
    try:
        key = UUID(request.POST.get("template", ""))
    except ValueError:
        return None
    found: Template | None = own_or_firms(request.actor).filter(pk=key).first()
    return found
