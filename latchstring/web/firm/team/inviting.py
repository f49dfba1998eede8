"""Invite somebody to the team, again, or no longer."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.accounts.actions.cancel_team_invite import cancel_team_invite
from latchstring.accounts.actions.invite_member import invite_member
from latchstring.accounts.actions.resend_team_invite import resend_team_invite
from latchstring.accounts.team import BadTeam
from latchstring.policy.actions import Action
from latchstring.policy.licences import Licence
from latchstring.policy.roles import Role
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.team import one, roles
from latchstring.web.firm.team.forms import InviteForm


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def invite(request: Request) -> HttpResponse:
    request.actor.require(Action.TEAM_MANAGE)
    licences = request.firm.licences
    given = {"seats": list(licences), "role": Role.STAFF.value}
    form = InviteForm(request.POST or None, actor=request.actor, licences=licences, initial=given)
    if form.is_valid() and _invited(request, form):
        return redirect("settings-team")
    return render(request, "firm/team/invite.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@staff_door
def resend(request: Request, member_id: UUID) -> HttpResponse:
    member = one.fetch(request, member_id)
    return one.carry_out(
        request,
        lambda: resend_team_invite(request.actor, member_id),
        done=_("Invite sent again to %s. The earlier link no longer works") % member.name,
        to=resolve_url("settings-team"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def cancel(request: Request, member_id: UUID) -> HttpResponse:
    member = one.fetch(request, member_id)
    if request.method == "POST":
        return one.carry_out(
            request,
            lambda: cancel_team_invite(request.actor, member_id),
            done=_("Invite cancelled for %s") % member.name,
            to=resolve_url("settings-team"),
        )
    title = _("Cancel the invite for %s?") % member.name
    consequence = _("The link stops working. You can invite %s again at any time.") % member.address
    return one.ask(request, one.Question(title, consequence, _("Cancel the invite"), _back(member_id)))


def _back(member_id: UUID) -> str:
    return resolve_url("team-member", member_id)


def _invited(request: Request, form: InviteForm) -> bool:
    role, permission_set = roles.chosen(request.actor, form.cleaned_data["role"])
    typed = {name: form.cleaned_data[name] for name in ("email", "name", "title")}
    later = frozenset(Licence) - request.firm.licences
    try:
        member = invite_member(
            request.actor, role=role, permission_set=permission_set, seats=form.seats_chosen | later, **typed
        )
    except BadTeam as error:
        form.add_error(error.field or None, str(error))
        return False
    notices.done(request, _("Invite sent to %s") % member.name)
    return True
