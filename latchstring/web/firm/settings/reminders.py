"""When invites that wait are followed by reminders, and what each of them says."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from latchstring.mail.words import FIELDS
from latchstring.policy.actions import Action
from latchstring.portals.actions.set_reminders import BadStep, set_reminders
from latchstring.portals.reminding import MOST_STEPS, Step, plan_of, steps_of
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


class StepForm(forms.Form):
    day = forms.IntegerField(
        label=gettext_lazy("Days after the invite"),
        required=False,
        help_text=gettext_lazy("Empty for no reminder."),
        error_messages={"invalid": gettext_lazy("Enter a whole number of days.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Message"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def reminders(request: Request) -> HttpResponse:
    request.actor.require(Action.FIRM_EDIT)
    steps = _forms(request)
    bad = [form for form in steps if form.is_bound and not form.is_valid()]
    if request.method == "POST" and not bad and _saved(request, steps):
        return redirect("settings-reminders")
    wrong = next((form for form in steps if form.is_bound and form.errors), None)
    page = {"steps": steps, "wrong": wrong, "fields": [f"{{{name}}}" for name in FIELDS]}
    return render(request, "firm/settings/reminders.html", page, status=422 if wrong else 200)


def _forms(request: Request) -> list[StepForm]:
    there = [{"day": step.day, "text": step.text} for step in steps_of(plan_of(request.firm.pk))]
    empty: list[dict[str, Any]] = [{}] * (MOST_STEPS - len(there))
    data = request.POST if request.method == "POST" else None
    return [StepForm(data, prefix=f"step-{n}", initial=step) for n, step in enumerate([*there, *empty], start=1)]


def _saved(request: Request, steps: list[StepForm]) -> bool:
    filled = [form for form in steps if form.cleaned_data["day"] is not None]
    try:
        set_reminders(request.actor, [Step(form.cleaned_data["day"], form.cleaned_data["text"]) for form in filled])
    except BadStep as error:
        filled[error.place].add_error(error.field, str(error))
        return False
    notices.done(request, _("Reminders saved"))
    return True
