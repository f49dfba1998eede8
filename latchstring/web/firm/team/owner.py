"""Hand the whole firm over to somebody else."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.accounts.actions.change_role import change_role
from latchstring.policy.roles import Role
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.team import one


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def make_owner(request: Request, member_id: UUID) -> HttpResponse:
    person = one.fetch(request, member_id)
    back = resolve_url("team-member", member_id)
    if request.method == "POST":
        return one.carry_out(
            request,
            lambda: change_role(request.actor, member_id, role=Role.OWNER),
            done=_("%s is the owner now. You are an admin") % person.name,
            to=back,
        )
    title = _("Make %s the owner?") % person.name
    consequence = _("A firm has one owner. You become an admin, and only %s can change that again.") % person.name
    return one.ask(request, one.Question(title, consequence, _("Make owner"), back))
