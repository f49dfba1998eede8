"""Logging in by a passkey alone: what the person has and who they are, in one step."""

from allauth.account.models import Login
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.web.common import limits, origin, passkeys
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.sign_in import entering
from latchstring.web.public.sign_in.forms import PasskeyForm
from latchstring.web.public.sign_in.pages import form_page, posted, too_many

TEMPLATE = "public/sign_in/passkey.html"


@require_http_methods(["GET", "HEAD", "POST"])
@public_door
def passkey(request: Request) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("start")
    form = PasskeyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _try(request, form)
    return _page(request, form)


def _try(request: Request, form: PasskeyForm) -> HttpResponse:
    try:
        spent = limits.spend(request, "passkey", origin.address(request) or "")
    except limits.TooMany as error:
        return too_many(request, TEMPLATE, form, error)
    factor = passkeys.proven(None, form.cleaned_data["credential"])
    if factor is None or not factor.user.is_active:
        form.add_error(None, _("This passkey opens nothing here. Log in another way."))
        return _page(request, form)
    spent.take_back()
    user = factor.user
    attempt = Login(user=user, email=user.email)
    return entering.let_in(request, user, lambda: perform_passwordless_login(request, factor, attempt), how="passkey")


def _page(request: Request, form: PasskeyForm) -> HttpResponse:
    return form_page(request, TEMPLATE, form, options=passkeys.options_to_prove(None))
