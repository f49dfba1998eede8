"""What the firm is called, where it is, and how it sends."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.firms.actions.change_firm import change_firm
from latchstring.firms.details import BadFirm
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.settings.forms import FirmForm, firm_details


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def settings(request: Request) -> HttpResponse:
    request.actor.require(Action.FIRM_EDIT)
    form = FirmForm(request.POST or None, initial=firm_details(request.firm))
    if form.is_valid() and _saved(request, form):
        return redirect("settings")
    return render(request, "firm/settings/details.html", {"form": form}, status=422 if form.is_bound else 200)


def _saved(request: Request, form: FirmForm) -> bool:
    try:
        change_firm(request.actor, **form.cleaned_data)
    except BadFirm as error:
        form.add_error(error.field, str(error))
        return False
    notices.done(request, _("Settings saved"))
    return True
