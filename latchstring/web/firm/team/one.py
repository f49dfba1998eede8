"""One team member behind a page, and asking before something serious."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from latchstring.accounts.models import TeamMember
from latchstring.accounts.team import BadTeam
from latchstring.policy.actions import Action
from latchstring.web.common import errors, notices
from latchstring.web.common.requests import Request


@dataclass(frozen=True, slots=True)
class Question:
    title: str
    consequence: str
    verb: str
    back: str
    tone: str = "danger"


def fetch(request: Request, member_id: UUID) -> TeamMember:
    """404 for other firms' people, 403 for who may not manage the team."""
    rows = TeamMember.objects.visible_to(request.actor).select_related("user", "permission_set")
    member: TeamMember = get_object_or_404(rows, pk=member_id)
    request.actor.require(Action.TEAM_MANAGE)
    return member


def ask(request: Request, question: Question, form: Form | None = None, **context: Any) -> HttpResponse:
    status = 422 if form is not None and form.is_bound else 200
    context |= {"question": question, "form": form}
    return render(request, "firm/team/confirm.html", context, status=status)


def carry_out(request: Request, act: Callable[[], Any], *, done: str, to: str) -> HttpResponse:
    """Do it and say so; what can't be done is a page with its sentence."""
    try:
        act()
    except BadTeam as error:
        return errors.not_now(request, "That can’t be done", str(error))
    notices.done(request, done)
    return redirect(to)
