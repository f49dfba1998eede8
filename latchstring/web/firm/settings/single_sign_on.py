"""Single sign-on for the team: the provider, who is bound to it, and taking it away."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.accounts.actions.set_single_sign_on import forget_subject, remove_single_sign_on, set_single_sign_on
from latchstring.accounts.models import TeamMember
from latchstring.accounts.single_sign_on import BadProvider, provider_of
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


class ProviderForm(forms.Form):
    issuer = forms.CharField(
        label=gettext_lazy("Issuer address"),
        max_length=300,
        help_text=gettext_lazy("From your provider, such as https://login.example.com."),
        error_messages={"required": gettext_lazy("Enter the provider’s issuer address. It begins with https://.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )
    client_id = forms.CharField(
        label=gettext_lazy("Client ID"),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter the client ID.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label=gettext_lazy("Client secret"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Kept sealed, and never shown again. Empty keeps the one there is."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    label = forms.CharField(
        label=gettext_lazy("Name on the button"),
        max_length=60,
        help_text=gettext_lazy("“Microsoft”, say: the team reads “log in with Microsoft”."),
        error_messages={"required": gettext_lazy("Enter what the button says.")},
    )


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def change(request: Request) -> HttpResponse:
    request.actor.require(Action.FIRM_EDIT)
    provider = provider_of(request.firm)
    kept = {name: getattr(provider, name) for name in ("issuer", "client_id", "label")} if provider else {}
    form = ProviderForm(request.POST or None, initial=kept)
    if form.is_valid() and _saved(request, form):
        return redirect("settings-sso")
    bound = TeamMember.objects.visible_to(request.actor).exclude(subject="").order_by("name")
    back = request.firm.base_url + reverse("sso-callback")
    context = {"form": form, "provider": provider, "bound": bound, "back": back}
    return render(request, "firm/settings/single_sign_on.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def remove(request: Request) -> HttpResponse:
    request.actor.require(Action.FIRM_EDIT)
    if request.method != "POST":
        return render(request, "firm/settings/single_sign_on_remove.html", {"provider": provider_of(request.firm)})
    if remove_single_sign_on(request.actor):
        notices.done(request, _("Single sign-on removed"))
    return redirect("settings-sign-in")


@require_POST
@staff_door
def forget(request: Request, member_id: UUID) -> HttpResponse:
    request.actor.require(Action.FIRM_EDIT)
    if not TeamMember.objects.visible_to(request.actor).filter(pk=member_id).exists():
        raise Http404
    member = forget_subject(request.actor, member_id)
    if member:
        notices.done(request, _("The next login of %s binds them anew") % member.name)
    return redirect("settings-sso")


def _saved(request: Request, form: ProviderForm) -> bool:
    try:
        set_single_sign_on(request.actor, **form.cleaned_data)
    except BadProvider as error:
        form.add_error(error.field, str(error))
        return False
    notices.done(request, _("Saved. Log in with it once yourself before you ask it of everybody."))
    return True
