"""A forgotten password: ask for a link, then set a new one with it."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from latchstring.accounts.actions.ask_for_password import ask_for_password
from latchstring.accounts.actions.reset_password import KeySpent, reset_password
from latchstring.accounts.reset_keys import user_of
from latchstring.web.common import limits, notices
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.secret_pages import keeps_its_address
from latchstring.web.public.sign_in import going_on
from latchstring.web.public.sign_in.forms import AddressForm, NewPasswordForm
from latchstring.web.public.sign_in.pages import form_page, posted, too_many

ASK, SET = "public/sign_in/forgot.html", "public/sign_in/forgot_set.html"


@require_http_methods(["GET", "HEAD", "POST"])
@public_door
def ask(request: Request) -> HttpResponse:
    waiting = going_on.invitation(request)
    form = AddressForm(posted(request), initial={"email": waiting.address if waiting else ""})
    if request.method != "POST" or not form.is_valid():
        return form_page(request, ASK, form, sent="sent" in request.GET)
    try:
        limits.spend(request, "forgot", form.cleaned_data["email"])
    except limits.TooMany as error:
        return too_many(request, ASK, form, error)
    ask_for_password(request.firm, form.cleaned_data["email"])
    return HttpResponseRedirect(resolve_url("forgot") + "?sent=1")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_its_address
@public_door
def choose(request: Request, key: str) -> HttpResponse:
    user = user_of(key)
    if user is None:
        return render(request, "public/sign_in/forgot_spent.html", status=410)
    form = NewPasswordForm(posted(request), user=user, firm=request.firm.name)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, SET, form, address=user.email)
    try:
        reset_password(request.firm, key, new=form.cleaned_data["password"])
    except (KeySpent, ValidationError):
        return redirect("forgot-set", key=key)
    notices.done(request, _("Password changed. Log in with it."))
    return redirect("login")
