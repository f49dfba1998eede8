"""“Is it you?”: the second factor where there is one, else the password, else a code by email."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from latchstring.accounts import factors
from latchstring.accounts.actions.note_login import login_failed
from latchstring.accounts.factors import Factors
from latchstring.policy.actor import Actor
from latchstring.web.common import emailed_code, entry, htmx, limits, passkeys, stepping_up
from latchstring.web.common.requests import Request

PREFIX = "confirm"


class ConfirmForm(forms.Form):
    """One of these is shown; ``send`` is the button that emails a code."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        required=False,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    credential = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    send = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


def before(request: Request) -> HttpResponse | None:
    """None for a request to go on. A page is asked for again once it is them; a form that was sent is kept and used."""
    if request.method != "POST":
        return htmx.redirect(request, asking(htmx.here(request) or "/"))
    return answered(request)


def asking(following: str) -> str:
    return resolve_url("confirm") + "?" + urlencode({"next": following})


def asked(request: Request) -> bool:
    """Whether this request carries an answer."""
    return any(name.startswith(f"{PREFIX}-") for name in request.POST)


def answered(request: Request, why: str = "") -> HttpResponse | None:
    """None once it is them; else the page to ask with, again. ``why`` is a sentence of its own."""
    theirs = factors.of(request.user.pk)
    form = ConfirmForm(request.POST if asked(request) else None, prefix=PREFIX)
    if form.is_valid() and form.cleaned_data["send"] and not _has_more(request, theirs):
        return _page(request, form, theirs, sent=_sent(request, form), why=why)
    if form.is_valid() and _is_them(request, form, theirs):
        stepping_up.confirmed(request)
        return None
    return _page(request, form, theirs, sent=bool(emailed_code.waits(request)), why=why)


def _has_more(request: Request, theirs: Factors) -> bool:
    return bool(theirs) or request.user.has_usable_password()


def _sent(request: Request, form: ConfirmForm) -> bool:
    try:
        emailed_code.send(request)
    except limits.TooMany as error:
        form.add_error(None, str(error))
        return False
    return True


def _is_them(request: Request, form: ConfirmForm, theirs: Factors) -> bool:
    try:
        spent = limits.spend(request, "second", str(request.user.pk))
    except limits.TooMany as error:
        form.add_error(None, str(error))
        return False
    if _shown(request, form.cleaned_data, theirs):
        spent.take_back()
        return True
    actor: Actor | None = request.actor  # none on the page between two others
    login_failed(request.firm.pk, request.user.email, person_id=actor.person_id if actor else None, why="confirm")
    form.add_error(None, _("That did not fit. Try again."))
    return False


def _shown(request: Request, typed: dict[str, Any], theirs: Factors) -> bool:
    if theirs:
        key = typed["credential"] and passkeys.proven(request.user, typed["credential"])
        right = bool(key) or bool(typed["code"] and factors.fits(request.user.pk, typed["code"]))
        if right:
            entry.proved_second(request)
        return right
    if request.user.has_usable_password():
        return request.user.check_password(typed["password"])
    return emailed_code.fits(request, typed["code"])


def _page(request: Request, form: ConfirmForm, theirs: Factors, *, sent: bool, why: str) -> HttpResponse:
    """What was typed on the page before travels along, hidden, and is used once it is them."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not name.startswith(f"{PREFIX}-")
    ]
    context = {
        "form": form,
        "kept": kept,
        "factors": theirs,
        "by_email": not _has_more(request, theirs),
        "sent": sent,
        "why": why,
        "options": passkeys.options_to_prove(request.user) if theirs.passkeys else "",
        "back": "/",
    }
    page = render(request, "own_login/confirm.html", context, status=422 if form.errors else 200)
    return htmx.whole_page(request, page)
