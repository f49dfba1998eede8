"""Setting the firm up, step by step; leaving and coming back loses nothing."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from latchstring.firms.actions.change_firm import change_firm
from latchstring.firms.actions.note_step import note_step
from latchstring.firms.details import BadFirm
from latchstring.firms.set_up import next_open
from latchstring.policy.actions import Action
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.set_up import sending
from latchstring.web.firm.set_up.by_itself import note_clients
from latchstring.web.firm.set_up.forms import ContactForm, LogoForm, TestEmailForm
from latchstring.web.firm.set_up.steps import progress, steps
from latchstring.web.firm.settings.forms import firm_details
from latchstring.web.firm.settings.logo import saved as logo_saved


@require_safe
@staff_door
def overview(request: Request) -> HttpResponse:
    request.actor.require(Action.FIRM_EDIT)
    note_clients(request)
    return _page(request, "overview", "", next=next_open(request.firm))


@require_POST
@staff_door
def skip(request: Request) -> HttpResponse:
    step = request.POST.get("step", "")
    note_step(request.actor, step, skipped=True)
    return _on(request, step)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def contact(request: Request) -> HttpResponse:
    request.actor.require(Action.FIRM_EDIT)
    form = ContactForm(request.POST or None, initial=firm_details(request.firm))
    if form.is_valid():
        try:
            change_firm(request.actor, **form.cleaned_data)
        except BadFirm as error:
            form.add_error(error.field, str(error))
        else:
            return _done(request, "contact")
    return _page(request, "contact", "contact", form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def logo(request: Request) -> HttpResponse:
    request.actor.require(Action.FIRM_EDIT)
    form = LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm()
    if form.is_valid() and logo_saved(request, form):
        return _done(request, "logo")
    return _page(request, "logo", "logo", form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def email(request: Request) -> HttpResponse:
    request.actor.require(Action.FIRM_EDIT)
    given = {"sender_address": request.firm.sender_address, "to": request.user.email}
    form = TestEmailForm(request.POST or None, initial=given)
    trial = sending.tried(request, form) if form.is_valid() else None
    if trial and trial.ok:
        note_step(request.actor, "email")
        request.firm.refresh_from_db(fields=["set_up"])
        return _page(request, "email_sent", "email", trial=trial, next=next_open(request.firm, "email"))
    return _page(request, "email", "email", form, trial=trial, way=sending.way())


@require_safe
@staff_door
def clients(request: Request) -> HttpResponse:
    """Done by itself once there are clients."""
    request.actor.require(Action.FIRM_EDIT)
    return _page(request, "clients", "clients", total=note_clients(request))


def _done(request: Request, step: str) -> HttpResponse:
    note_step(request.actor, step)
    return redirect("settings-branding") if request.GET.get("back") == "branding" else _on(request, step)


def _on(request: Request, step: str) -> HttpResponse:
    request.firm.refresh_from_db(fields=["set_up"])
    following = next_open(request.firm, step)
    return redirect(f"set-up-{following}" if following else "set-up")


def _page(request: Request, name: str, step: str, form: Form | None = None, **context: Any) -> HttpResponse:
    context |= {"form": form, "step": step, "steps": steps(request.firm, step), "progress": progress(request.firm)}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, f"firm/set_up/{name}.html", context, status=status)
