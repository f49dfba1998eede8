"""Set an authenticator app up: a picture for its camera, the same as text, and a first code."""

import base64
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from latchstring.accounts import factors
from latchstring.accounts.actions.add_factor import BadFactor, add_app
from latchstring.web.common import entry, limits, notices
from latchstring.web.common.own_login import second
from latchstring.web.common.own_login.side import Side
from latchstring.web.common.requests import Request


class AppForm(forms.Form):
    code = forms.RegexField(
        r"^\s*(?:[0-9]\s*){6}$",
        label=gettext_lazy("Code that the app shows"),
        max_length=20,
        error_messages={
            "required": gettext_lazy("Enter the six digits that the app shows."),
            "invalid": gettext_lazy("The app shows six digits. Enter them as they stand there."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


def page(request: Request, side: Side) -> HttpResponse:
    request.actor.require_hands()
    if factors.of(request.user.pk).app is not None:
        return side.to("second")
    form = AppForm(request.POST if request.method == "POST" else None)
    codes = _added(request, form) if form.is_valid() else None
    if codes is None:
        return side.show(request, "second_app", status=422 if form.is_bound else 200, form=form, **_picture(request))
    notices.done(request, _("Your authenticator app is set up"))
    return second.show_codes(request, side, codes) if codes else side.to("second")


def _added(request: Request, form: AppForm) -> list[str] | None:
    """Recovery codes, if any were made; None where the code did not fit."""
    try:
        limits.spend(request, "second", str(request.user.pk))
        key = request.session.session_key or ""
        codes = add_app(request.actor, secret=get_totp_secret(), code=form.cleaned_data["code"], keep=key)
    except (limits.TooMany, BadFactor) as error:
        form.add_error("code", str(error))
        return None
    clear_totp_secret(request)
    entry.proved_second(request)
    return codes


def _picture(request: Request) -> dict[str, Any]:
    """The same secret until it is used or the session ends, so that a mistake does not begin it anew."""
    secret, adapter = get_totp_secret(), get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return {
        "picture": "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode(),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }
