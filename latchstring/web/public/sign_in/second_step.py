"""The step after a password or an emailed code, for logins that have a second factor."""

from typing import Any

from allauth.account.stages import LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.internal.flows import trust
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from latchstring.accounts import factors
from latchstring.accounts.models import User
from latchstring.web.common import limits, passkeys
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.sign_in import entering
from latchstring.web.public.sign_in.forms import SecondStepForm
from latchstring.web.public.sign_in.pages import form_page, posted, too_many

TEMPLATE = "public/sign_in/second.html"


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """The library decides who needs it; the page is ours."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if not self._should_handle(self.request):
            return None, True
        self.state["authentication_required"] = True
        return HttpResponseRedirect(resolve_url("login-second")), True


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@public_door
def second(request: Request) -> HttpResponse:
    stage = LoginStageController.enter(request, SecondStep.key)
    if stage is None or not entering.still_holds(request, stage.login.user):
        return redirect("login")
    form = SecondStepForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _try(request, stage, form)
    return _page(request, stage.login.user, form)


def _try(request: Request, stage: Any, form: SecondStepForm) -> HttpResponse:
    user = stage.login.user
    try:
        spent = limits.spend(request, "second", str(user.pk))
    except limits.TooMany as error:
        return too_many(request, TEMPLATE, form, error, **_around(user))
    factor = _shown(user, form)
    if factor is None:
        entering.failed(request, user.email, "second step")
        form.add_error("code", _("That did not fit. Enter the code that the app shows now, or a recovery code."))
        return _page(request, user, form)
    spent.take_back()
    post_authentication(request, factor)
    response = entering.let_in(request, user, stage.exit, how=entering.first_step(request))
    if form.cleaned_data["remember"] and request.user.is_authenticated:
        trust.trust_browser(request, user, response)
    return response


def _shown(user: User, form: SecondStepForm) -> Any:
    if form.cleaned_data["credential"]:
        return passkeys.proven(user, form.cleaned_data["credential"])
    return factors.fits(user.pk, form.cleaned_data["code"])


def _page(request: Request, user: User, form: SecondStepForm) -> HttpResponse:
    return form_page(request, TEMPLATE, form, **_around(user))


def _around(user: User) -> dict[str, object]:
    theirs = factors.of(user.pk)
    return {"factors": theirs, "options": passkeys.options_to_prove(user) if theirs.passkeys else ""}
