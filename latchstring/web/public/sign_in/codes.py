"""Logging in by a six-digit code from an email. The library keeps the code, in the session that asked for it."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core.internal.cryptokit import compare_user_code
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from latchstring.accounts import phone_codes
from latchstring.accounts.actions.send_code import send_code
from latchstring.accounts.models import User
from latchstring.portals.queries.known import login_at
from latchstring.web.common import limits, notices
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.sign_in import entering, going_on
from latchstring.web.public.sign_in.forms import AddressForm, CodeForm
from latchstring.web.public.sign_in.pages import form_page, posted, too_many

ASK, CONFIRM = "public/sign_in/code.html", "public/sign_in/code_confirm.html"


@require_http_methods(["GET", "HEAD", "POST"])
@public_door
def ask(request: Request) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("start")
    waiting = going_on.invitation(request)
    form = AddressForm(posted(request), initial={"email": waiting.address if waiting else ""})
    if request.method != "POST" or not form.is_valid():
        return form_page(request, ASK, form)
    try:
        limits.spend(request, "code", form.cleaned_data["email"])
    except limits.TooMany as error:
        return too_many(request, ASK, form, error)
    _send(request, form.cleaned_data["email"])
    return going_on.with_next(request, redirect("login-code-confirm"))


@require_http_methods(["GET", "HEAD", "POST"])
@public_door
def confirm(request: Request) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("start")
    process = _pending(request)
    if process is None:
        return _again(request, _("That code has expired. Ask for a new one.") if request.method == "POST" else "")
    form = CodeForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, CONFIRM, form, address=process.state["email"])
    return _try(request, process, form)


def _send(request: Request, address: str) -> None:
    """One way for all addresses, known or not, so that the clock tells nothing either."""
    user = login_at(request.firm, address)
    process = LoginCodeVerificationProcess.initiate(request=request, user=user, email=address)
    process.state["bound_to"] = entering.bond(user or User(email=address))
    process.persist()
    send_code(request.firm, address, code=process.code, known=user is not None)


def _pending(request: Request) -> LoginCodeVerificationProcess | None:
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    return LoginCodeVerificationProcess.resume(stage) if stage else None


def _try(request: Request, process: LoginCodeVerificationProcess, form: CodeForm) -> HttpResponse:
    address = process.state["email"]
    try:
        spent = limits.spend(request, "guess", address)
    except limits.TooMany as error:
        return too_many(request, CONFIRM, form, error, address=address)
    user, code = process.user, form.cleaned_data["code"]
    on_the_phone = phone_codes.spent(request.firm, user, code)
    if _holds(process, user) and (on_the_phone or compare_user_code(actual=code, expected=process.code)):
        spent.take_back()
        how = "phone" if on_the_phone else "code"
        return entering.let_in(request, user, lambda: process.finish(None), how=how)
    entering.failed(request, address, "code")
    if not process.record_invalid_attempt():
        return _again(request, _("That was one wrong code too many. Ask for a new one."))
    _say_wrong(form, process.max_attempts - process.state["failed_attempts"])
    return form_page(request, CONFIRM, form, address=address)


def _holds(process: LoginCodeVerificationProcess, user: User | None) -> bool:
    return user is not None and user.is_active and process.state["bound_to"] == entering.bond(user)


def _say_wrong(form: BaseForm, left: int) -> None:
    words = ngettext("You have one try left.", "You have %(left)d tries left.", left) % {"left": left}
    form.add_error("code", _("This is not the code we sent last.") + " " + words)


def _again(request: Request, sentence: str) -> HttpResponse:
    if sentence:
        notices.done(request, sentence)
    return going_on.with_next(request, redirect("login-code"))
