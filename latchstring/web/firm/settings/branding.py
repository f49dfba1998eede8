"""How the firm looks to its clients: one colour, made readable, and a welcome."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from latchstring.firms.actions.rebrand import rebrand
from latchstring.firms.colours import BadColour, Pair, readable
from latchstring.firms.details import BadFirm
from latchstring.firms.models import Branding
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.settings.forms import BrandingForm, look


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def branding(request: Request) -> HttpResponse:
    request.actor.require(Action.FIRM_EDIT)
    now = Branding.objects.visible_to(request.actor).first() or Branding()
    form = BrandingForm(request.POST or None, initial=look(now))
    if form.is_valid() and _saved(request, form):
        return redirect("settings-branding")
    context = {"form": form, "pair": Pair(now.colour, now.colour_night), "picked": now.colour}
    return render(request, "firm/settings/branding.html", context, status=422 if form.is_bound else 200)


@require_safe
@staff_door
def colour(request: Request) -> HttpResponse:
    """What a colour would become, before it is saved."""
    request.actor.require(Action.FIRM_EDIT)
    picked = request.GET.get("colour", "").lower()
    try:
        context = {"pair": readable(picked), "picked": picked}
    except BadColour as error:
        context = {"error": str(error)}
    return render(request, "firm/settings/_colour.html", context)


def _saved(request: Request, form: BrandingForm) -> bool:
    try:
        rebrand(request.actor, **form.cleaned_data)
    except BadFirm as error:
        form.add_error(error.field, str(error))
        return False
    notices.done(request, _("Branding saved"))
    return True
