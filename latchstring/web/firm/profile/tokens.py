"""A team member's API tokens: what there is, making one, revoking one."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from latchstring.accounts import api_tokens
from latchstring.accounts.actions.make_api_token import TooManyTokens, make_api_token
from latchstring.accounts.actions.revoke_api_token import revoke_api_token
from latchstring.accounts.models import ApiToken
from latchstring.firms.models import Firm
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.token_scopes import TOKEN_SCOPE_NAMES, TokenScope, scope_names
from latchstring.portals.ends import BadEnd, end_of
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("What uses it, so that you know which one to revoke."),
        error_messages={"required": gettext_lazy("Enter a name for the token.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        choices=[(scope.value, TOKEN_SCOPE_NAMES[scope]) for scope in TokenScope],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Never more than you may do yourself, and only for clients that you see."),
        error_messages={
            "required": gettext_lazy("Tick at least one."),
            "invalid_choice": gettext_lazy("Choose what it may do from the list."),
        },
    )
    until = forms.DateField(
        label=gettext_lazy("Last day (optional)"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Enter the day like 2027-04-30, or leave it empty.")},
    )

    def save(self, actor: Actor, firm: Firm) -> str | None:
        """The token itself; None where the sentence is in the form."""
        said = self.cleaned_data
        try:
            ends = end_of(said["until"], firm) if said["until"] else None
            scopes = [TokenScope(scope) for scope in said["scopes"]]
            return make_api_token(actor, name=said["name"], scopes=scopes, expires_at=ends)[1]
        except BadEnd:
            self.add_error("until", _("Choose a day after today and before 2100, or leave it empty."))
        except TooManyTokens as error:
            self.add_error(None, str(error))
        return None


@require_safe
@staff_door
def index(request: Request) -> HttpResponse:
    rows = [(each, scope_names(each.scopes)) for each in _mine(request)]
    return render(request, "firm/profile/tokens.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def new(request: Request) -> HttpResponse:
    """The token is in this one answer and nowhere else."""
    request.actor.require(Action.TOKEN_MAKE)
    form = TokenForm(request.POST or None)
    if form.is_valid() and (secret := form.save(request.actor, request.firm)):
        made = {"name": form.cleaned_data["name"], "secret": secret, "where": f"{request.firm.base_url}/api/v1/"}
        return render(request, "firm/profile/token_made.html", made)
    return render(request, "firm/profile/token_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def revoke(request: Request, token_id: UUID) -> HttpResponse:
    token = next((each for each in _mine(request) if each.pk == token_id), None)
    if token is None:
        raise Http404
    if request.method != "POST":
        return render(request, "firm/profile/token_revoke.html", {"token": token})
    revoke_api_token(request.actor, token_id)
    notices.done(request, _("Token revoked: %s") % token.name)
    return redirect("profile-tokens")


def _mine(request: Request) -> list[ApiToken]:
    return api_tokens.of_member(request.actor)
