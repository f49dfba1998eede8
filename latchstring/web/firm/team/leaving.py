"""A team member leaves, comes back, is logged out, or hands clients over."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.accounts.actions.deactivate_member import deactivate_member
from latchstring.accounts.actions.log_member_out import log_member_out
from latchstring.accounts.actions.reactivate_member import reactivate_member
from latchstring.accounts.models import TeamMember
from latchstring.accounts.team import BadTeam
from latchstring.clients.actions.hand_over import hand_over
from latchstring.clients.caseload import caseload
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.team import one
from latchstring.web.firm.team.forms import ColleagueForm


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def deactivate(request: Request, member_id: UUID) -> HttpResponse:
    """Asks first, and says what is left; the clients may go to a colleague in the same breath."""
    person = one.fetch(request, member_id)
    load = caseload(request.actor, member_id)
    form = _colleagues(request, person, optional=True)
    if form.is_valid():
        return _act(request, person, form.cleaned_data["to"], leaves=True)
    question = one.Question(
        _("Deactivate %s?") % person.name,
        _("They are logged out at once and can’t come back until you reactivate them. Nothing of theirs is lost."),
        _("Deactivate"),
        resolve_url("team-member", member_id),
    )
    return one.ask(request, question, form, load=load, person=person)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def hand_over_clients(request: Request, member_id: UUID) -> HttpResponse:
    person = one.fetch(request, member_id)
    form = _colleagues(request, person)
    if form.is_valid():
        return _act(request, person, form.cleaned_data["to"], leaves=False)
    question = one.Question(
        _("Hand over the clients of %s") % person.name,
        _("The colleague is assigned to all of them, and responsible where %s was.") % person.name,
        _("Hand over"),
        resolve_url("team-member", member_id),
        "primary",
    )
    return one.ask(request, question, form, load=caseload(request.actor, member_id), person=person)


@require_POST
@staff_door
def reactivate(request: Request, member_id: UUID) -> HttpResponse:
    person = one.fetch(request, member_id)
    return one.carry_out(
        request,
        lambda: reactivate_member(request.actor, member_id),
        done=_("%s is back, with the role, seats and clients from before") % person.name,
        to=resolve_url("team-member", member_id),
    )


@require_POST
@staff_door
def log_out(request: Request, member_id: UUID) -> HttpResponse:
    person = one.fetch(request, member_id)
    return one.carry_out(
        request,
        lambda: log_member_out(request.actor, member_id),
        done=_("%s is logged out everywhere, programs with their API tokens too") % person.name,
        to=resolve_url("team-member", member_id),
    )


def _colleagues(request: Request, person: TeamMember, *, optional: bool = False) -> ColleagueForm:
    data = request.POST if request.method == "POST" else None
    return ColleagueForm(data, actor=request.actor, leaving=person, optional=optional)


def _act(request: Request, person: TeamMember, to: str, *, leaves: bool) -> HttpResponse:
    colleague = TeamMember.objects.visible_to(request.actor).filter(pk=to).first() if to else None

    @transaction.atomic
    def act() -> None:
        if leaves:
            deactivate_member(request.actor, person.pk)
        if colleague:
            try:
                hand_over(request.actor, person, colleague)
            except ValueError as error:
                raise BadTeam(str(error)) from error

    return one.carry_out(request, act, done=_told(person, colleague, leaves), to=_after(person, leaves))


def _told(person: TeamMember, colleague: TeamMember | None, leaves: bool) -> str:
    names = {"name": person.name, "to": colleague.name if colleague else ""}
    if not leaves:
        return _("The clients of %(name)s went to %(to)s") % names
    return (
        _("%(name)s is deactivated, and %(to)s has the clients") if colleague else _("%(name)s is deactivated")
    ) % names


def _after(person: TeamMember, leaves: bool) -> str:
    return resolve_url("team-member", person.pk) if leaves else resolve_url("team-clients", person.pk)
