"""Templates: the saved messages of the firm and one's own, by kind."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from latchstring.mail.models import Template
from latchstring.mail.words import OWN_WORDS
from latchstring.policy.actions import Action
from latchstring.portals.actions.delete_template import delete_template
from latchstring.portals.actions.duplicate_template import duplicate_template
from latchstring.portals.actions.save_template import save_template
from latchstring.portals.queries.templates import KINDS, own_or_firms
from latchstring.portals.refusals import BadMessage
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.mail.template_form import TemplateForm


@require_safe
@staff_door
def index(request: Request) -> HttpResponse:
    request.actor.require(Action.TEMPLATE_EDIT)
    rows = list(own_or_firms(request.actor).order_by("name", "pk"))
    groups = [
        (kind, name, [each for each in rows if each.kind == kind], kind in OWN_WORDS) for kind, name in KINDS.items()
    ]
    return render(request, "firm/mail/templates.html", {"groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def new(request: Request) -> HttpResponse:
    request.actor.require(Action.TEMPLATE_EDIT)
    kind = request.GET.get("kind", "invite")
    if kind not in KINDS:
        raise Http404
    return _edit(request, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def edit(request: Request, template_id: UUID) -> HttpResponse:
    template = _fetch(request, template_id)
    return _edit(request, template.kind, template)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def delete(request: Request, template_id: UUID) -> HttpResponse:
    template = _fetch(request, template_id)
    if request.method != "POST":
        return render(request, "firm/mail/template_delete.html", {"template": template})
    delete_template(request.actor, template)
    notices.done(request, _("Template deleted: %s") % template.name)
    return redirect("templates")


@require_POST
@staff_door
def duplicate(request: Request, template_id: UUID) -> HttpResponse:
    copy = duplicate_template(request.actor, _fetch(request, template_id))
    notices.done(request, _("Copied. Change the copy and save it."))
    return redirect("template", copy.pk)


def _edit(request: Request, kind: str, template: Template | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = TemplateForm(data, actor=request.actor, kind=kind, template=template)
    if form.is_valid() and _saved(request, form, template):
        notices.done(request, _("Template saved: %s") % form.cleaned_data["name"])
        return redirect("templates")
    return page(request, form, template, status=422 if form.is_bound else 200)


def page(
    request: Request, form: TemplateForm, template: Template | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The form with whatever stands beside it."""
    shown = {
        "form": form,
        "template": template,
        "kind": form.kind,
        "kind_name": KINDS[form.kind],
        "kinds": KINDS.items(),
    }
    return render(request, "firm/mail/template.html", shown | more, status=status)


def _saved(request: Request, form: TemplateForm, template: Template | None) -> bool:
    try:
        save_template(request.actor, **form.as_saved, template=template)
    except BadMessage as error:
        form.add_error("name", str(error))
        return False
    return True


def _fetch(request: Request, template_id: UUID) -> Template:
    """One's own or the firm's; those of others are nobody else's business."""
    template: Template = get_object_or_404(own_or_firms(request.actor), pk=template_id)
    request.actor.require(Action.TEMPLATE_EDIT)
    return template
