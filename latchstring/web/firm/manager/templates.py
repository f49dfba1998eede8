"""Keep a message as a template, and go on where it was written."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from latchstring.policy.actions import Action
from latchstring.portals.actions.save_template import save_template
from latchstring.portals.refusals import BadSelection
from latchstring.web.common import htmx
from latchstring.web.common.doors import staff_door
from latchstring.web.common.notices import done
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.back import way_back
from latchstring.web.firm.manager.forms import TemplateForm
from latchstring.web.firm.manager.selecting import posted_selection
from latchstring.web.firm.manager.window import window


@require_POST
@staff_door
def save(request: Request) -> HttpResponse:
    request.actor.require(Action.TEMPLATE_EDIT)
    form = TemplateForm({"name": request.POST.get("template_title", ""), "message": request.POST.get("message", "")})
    problem = next((str(errors[0]) for errors in form.errors.values()), "")
    if not problem:
        save_template(request.actor, name=form.cleaned_data["name"], body=form.cleaned_data["message"])
    return _go_on(request, problem, "" if problem else f"Saved as the template “{form.cleaned_data['name']}”.")


def _go_on(request: Request, problem: str, saved: str) -> HttpResponse:
    """Back into the window of a bulk send where it came from there, else to the page it came from."""
    try:
        selection = posted_selection(request.POST)
    except BadSelection:
        done(request, problem or saved)
        return htmx.redirect(request, way_back(request, reverse("home")))
    request.actor.require(Action.PORTALS_MANAGE)
    return window(request, selection, words={"problem": problem, "saved": saved}, status=422 if problem else 200)
