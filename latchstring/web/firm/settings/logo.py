"""The firm's logo: put there, and taken away."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from latchstring.firms.actions.set_logo import remove_logo, set_logo
from latchstring.firms.details import BadFirm
from latchstring.firms.logos import MOST_BYTES
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


def saved(request: Request, form: forms.Form) -> bool:
    """The field ``logo``; False with its sentence in the form."""
    try:
        set_logo(request.actor, form.cleaned_data["logo"].read(MOST_BYTES + 1))
    except BadFirm as error:
        form.add_error("logo", str(error))
        return False
    notices.done(request, _("Logo saved"))
    return True


@require_POST
@staff_door
def remove(request: Request) -> HttpResponse:
    remove_logo(request.actor)
    notices.done(request, _("Logo removed"))
    return redirect("settings-branding")
