"""Passkeys of one's own, for who shares a login: the list, adding one, and taking one away."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.accounts import devices
from latchstring.portals.actions.set_passkey import BadPasskey, Unproven, add_passkey, remove_passkey
from latchstring.portals.models import PortalUser
from latchstring.portals.passkeys import WrongPasskey
from latchstring.web.common import notices, own_passkeys, records, who_is_here
from latchstring.web.common.doors import client_door
from latchstring.web.common.own_login.passkey import PasskeyForm
from latchstring.web.common.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
@client_door
def passkeys(request: Request) -> HttpResponse:
    request.actor.require_hands()
    person = PortalUser.objects.visible_to(request.actor).get(pk=request.actor.person_id)
    if not (request.household and request.household.is_shared):
        return redirect("portal-profile")
    if person.is_locked and not who_is_here.proved(request):
        return prove(request)
    if request.POST.get("remove"):
        return _removed(request)
    here = devices.in_words(request.headers.get("User-Agent", ""))
    form = PasskeyForm(request.POST if request.method == "POST" else None, initial={"name": here})
    if form.is_valid() and _added(request, form):
        return redirect("portal-passkeys")
    return _page(request, person, form)


def prove(request: Request) -> HttpResponse:
    """They are asked again who they are, and come back."""
    return redirect(f"{resolve_url('who')}?{urlencode({'next': request.path})}")


def _added(request: Request, form: forms.Form) -> bool:
    typed, key = form.cleaned_data, request.session.session_key or ""
    answer = own_passkeys.made(request, typed["credential"])
    proved = who_is_here.proved(request)
    try:
        if answer is None:
            raise WrongPasskey
        add_passkey(request.actor, name=typed["name"], answer=answer, proved=proved, keep=key)
    except BadPasskey as error:
        form.add_error(None, str(error))
    except (WrongPasskey, Unproven):
        form.add_error(None, _("No passkey came from this device. Try again, or set a PIN."))
    else:
        who_is_here.note(request, request.actor, proved=True)
        notices.done(request, _("Your passkey is ready"))
        return True
    return False


def _removed(request: Request) -> HttpResponse:
    key, proved = request.session.session_key or "", who_is_here.proved(request)
    name = remove_passkey(request.actor, passkey=request.POST["remove"], proved=proved, keep=key)
    if name:
        notices.done(request, _("Removed: %s") % name)
    return redirect("portal-passkeys")


def _page(request: Request, person: PortalUser, form: forms.Form) -> HttpResponse:
    kept: list[dict[str, Any]] = [each | {"at": datetime.fromisoformat(each["at"])} for each in person.passkeys]
    context = {"form": form, "kept": kept, "options": own_passkeys.options_to_make(request, person)}
    return render(
        request, "client/passkeys.html", records.shown(request) | context, status=422 if form.is_bound else 200
    )
