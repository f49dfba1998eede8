"""How people log in at this firm: the team and the clients, each by their own rules."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from latchstring.accounts import factors
from latchstring.accounts.actions.set_sign_in_rules import BadRules, set_sign_in_rules
from latchstring.accounts.rules import as_json, rules_of
from latchstring.accounts.single_sign_on import provider_of
from latchstring.policy.actions import Action
from latchstring.policy.actor import Kind
from latchstring.policy.sign_in import LONGEST, METHOD_NAMES, OWN, Method, Rules
from latchstring.web.common import entry, notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


class RulesForm(forms.Form):
    two_factors = forms.BooleanField(
        label=gettext_lazy("Everybody needs a second step"),
        required=False,
        help_text=gettext_lazy("An authenticator app or a passkey. Who has none is asked to set one up first."),
    )
    two_to_reset = forms.BooleanField(
        label=gettext_lazy("Two people reset the second step of a colleague"),
        required=False,
        help_text=gettext_lazy("One asks, another confirms within a day. The owner can do it alone."),
    )
    methods = forms.MultipleChoiceField(
        label=gettext_lazy("Ways to log in"),
        choices=list(METHOD_NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Hours until somebody has to log in again"),
        min_value=1,
        max_value=LONGEST,
        error_messages={"required": gettext_lazy("Enter a number of hours.")},
    )
    idle_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes without a click until then"),
        min_value=0,
        max_value=1440,
        help_text=gettext_lazy("0 for no limit."),
        error_messages={"required": gettext_lazy("Enter a number of minutes, or 0.")},
    )

    def rules(self) -> Rules:
        typed = dict(self.cleaned_data)
        return Rules(**typed | {"methods": frozenset(typed["methods"])})

    def offer(self, methods: Collection[str]) -> None:
        field: Any = self.fields["methods"]
        field.choices = [(method, name) for method, name in METHOD_NAMES.items() if method in methods]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def sign_in(request: Request) -> HttpResponse:
    request.actor.require(Action.FIRM_EDIT)
    team, clients = _form(request, "team", Kind.STAFF), _form(request, "clients", Kind.CLIENT)
    if team.is_valid() and clients.is_valid() and _saved(request, team, clients):
        return redirect("settings-sign-in")
    context = {"team": team, "clients": clients, "without": not factors.has_any(request.user.pk)}
    return render(request, "firm/settings/sign_in.html", context, status=422 if team.is_bound else 200)


def _form(request: Request, side: str, kind: Kind) -> RulesForm:
    initial: dict[str, Any] = as_json(rules_of(request.firm, kind))
    form = RulesForm(request.POST if request.method == "POST" else None, prefix=side, initial=initial)
    form.offer(set(Method) if kind is Kind.STAFF and provider_of(request.firm) else OWN)
    return form


def _saved(request: Request, team: RulesForm, clients: RulesForm) -> bool:
    how = request.session.get(entry.HOW, "")
    try:
        set_sign_in_rules(request.actor, team=team.rules(), clients=clients.rules(), how=how)
    except BadRules as error:
        side, _dash, field = error.field.partition("-")
        (team if side == "team" else clients).add_error(field, str(error))
        return False
    notices.done(request, _("Saved. It holds from everybody’s next click on."))
    return True
