"""A team member's own name and password."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from latchstring.accounts.actions.change_profile import change_profile
from latchstring.policy.roles import ROLE_NAMES
from latchstring.web.common import notices, passwords
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        help_text=gettext_lazy("Clients see it in the invites you send."),
        error_messages={"required": gettext_lazy("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def profile(request: Request) -> HttpResponse:
    form = ProfileForm(request.POST or None, initial={"name": request.actor.name})
    if form.is_valid():
        change_profile(request.actor, name=form.cleaned_data["name"])
        notices.done(request, _("Profile saved"))
        return redirect("profile")
    role = ROLE_NAMES[request.actor.role] if request.actor.role else ""
    return render(
        request, "firm/profile/profile.html", {"form": form, "role": role}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def password(request: Request) -> HttpResponse:
    form = passwords.form_for(request)
    if passwords.changed(request, form):
        return redirect("profile")
    return render(request, "firm/profile/password.html", {"form": form}, status=422 if form.is_bound else 200)
