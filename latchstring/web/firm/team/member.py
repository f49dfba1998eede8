"""One team member: name, role, seats, and what else can be done."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.accounts import factors
from latchstring.accounts.actions.change_member import change_member
from latchstring.accounts.actions.change_role import change_role
from latchstring.accounts.actions.set_seats import set_seats
from latchstring.accounts.models import TeamMember
from latchstring.accounts.team import BadTeam
from latchstring.clients.caseload import caseload
from latchstring.policy.roles import Role
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.team import one, roles
from latchstring.web.firm.team.forms import PersonForm, person_initial
from latchstring.web.firm.team.rows import expires_at, row


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def member(request: Request, member_id: UUID) -> HttpResponse:
    person = one.fetch(request, member_id)
    form = _form(request, person)
    if form.is_valid() and _saved(request, person, form):
        notices.done(request, _("%s saved") % person.name)
        return redirect("team-member", member_id)
    load = caseload(request.actor, member_id)
    expires = expires_at(request.actor, person)
    context = {
        "form": form,
        "person": person,
        "row": row(person, request.firm.licences, load.assigned, expires),
        "load": load,
        "expires": expires,
        "has_factor": person.user_id is not None and factors.has_any(person.user_id),
        "me": person.pk == request.actor.member_id,
        "may_make_owner": request.actor.role is Role.OWNER and person.role != Role.OWNER and person.user_id,
    }
    return render(request, "firm/team/member.html", context, status=422 if form.is_bound else 200)


def _form(request: Request, person: TeamMember) -> PersonForm:
    """The owner's role, one's own, and that of who has left stay as they are."""
    fixed = person.role == Role.OWNER or person.pk == request.actor.member_id or person.deactivated_at is not None
    return PersonForm(
        request.POST or None,
        actor=request.actor,
        licences=request.firm.licences,
        fixed=fixed,
        initial=person_initial(person),
    )


def _saved(request: Request, person: TeamMember, form: PersonForm) -> bool:
    """All of it, or none."""
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            change_member(request.actor, person.pk, name=typed["name"], title=typed["title"])
            if "role" in typed:
                role, permission_set = roles.chosen(request.actor, typed["role"])
                change_role(request.actor, person.pk, role=role, permission_set=permission_set)
            set_seats(request.actor, person.pk, seats=form.seats_chosen, among=request.firm.licences)
    except BadTeam as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True
