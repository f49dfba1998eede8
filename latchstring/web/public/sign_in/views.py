"""Logging in by password, and logging out."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.logout import logout as end_login
from allauth.account.models import Login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.accounts.actions.note_login import logged_out
from latchstring.policy.sign_in import Method
from latchstring.portals import sessions
from latchstring.web.common import entry, notices, who_is_here
from latchstring.web.common.actors import sides
from latchstring.web.common.doors import public_door
from latchstring.web.common.limits import TooMany
from latchstring.web.common.requests import Request
from latchstring.web.public.sign_in import entering, going_on
from latchstring.web.public.sign_in.forms import LoginForm
from latchstring.web.public.sign_in.pages import form_page, posted, too_many

TEMPLATE = "public/sign_in/login.html"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@public_door
def login(request: Request) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("start")
    ways = entry.methods(request.firm)
    if Method.PASSWORD not in ways:
        return going_on.with_next(request, redirect("login-code" if Method.CODE in ways else "login-passkey"))
    waiting = going_on.invitation(request)
    form = LoginForm(posted(request), initial={"email": waiting.address if waiting else ""})
    if request.method == "POST" and form.is_valid():
        return _try(request, form)
    return form_page(request, TEMPLATE, form, waiting=waiting, ways=ways)


def _try(request: Request, form: LoginForm) -> HttpResponse:
    credentials = {"email": form.cleaned_data["email"], "password": form.cleaned_data["password"]}
    try:
        user = entering.checked(request, credentials["email"], credentials["password"])
    except TooMany as error:
        return too_many(request, TEMPLATE, form, error, ways=entry.methods(request.firm))
    if user is None:
        form.add_error(None, _("That email and password do not match."))
        return form_page(request, TEMPLATE, form, ways=entry.methods(request.firm))
    attempt = Login(user=user, email=credentials["email"])
    return entering.let_in(request, user, lambda: perform_password_login(request, credentials, attempt), how="password")


@require_POST
@public_door
def logout(request: Request) -> HttpResponse:
    if request.user.is_authenticated:
        end(request)
        notices.done(request, _("You are logged out"))
    response = redirect("login")
    response.headers["Clear-Site-Data"] = '"storage"'  # rows that were ticked, uploads that were begun
    return response


def end(request: Request) -> None:
    """Log this browser out, and note it."""
    here, key = sides(request.user, request.firm, who_is_here.said(request)), request.session.session_key or ""
    end_login(request, show_message=False)
    logged_out(here.actors)
    if here.client and here.client.person_id:
        sessions.close(here.client.person_id, key)
