"""The client's own profile: who they are, how they read, and their password."""

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.portals.actions.change_profile import BadProfile, change_profile
from latchstring.portals.models import PortalUser
from latchstring.web.client.profile.forms import ProfileForm, initial
from latchstring.web.common import notices, passwords, records
from latchstring.web.common.doors import client_door
from latchstring.web.common.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
@client_door
def profile(request: Request) -> HttpResponse:
    person = PortalUser.objects.visible_to(request.actor).get(pk=request.actor.person_id)
    form = ProfileForm(request.POST or None, firm=request.firm, initial=initial(person))
    if form.is_valid():
        try:
            change_profile(request.actor, **form.wanted())
        except BadProfile as error:
            form.add_error(error.field, str(error))
        else:
            notices.done(request, _("Profile saved"))
            return redirect("portal-profile")
    hint = _("You log in with this address.")
    context = _around(request, form) | {"email": person.email, "email_hint": hint}
    return render(request, "client/profile.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@client_door
def password(request: Request) -> HttpResponse:
    request.actor.require_hands()
    form = passwords.form_for(request)
    if passwords.changed(request, form):
        return redirect("portal-profile")
    return render(request, "client/password.html", _around(request, form), status=_status(form))


def _around(request: Request, form: Form) -> dict[str, object]:
    return records.shown(request) | {"form": form}


def _status(form: Form) -> int:
    return 422 if form.is_bound else 200
