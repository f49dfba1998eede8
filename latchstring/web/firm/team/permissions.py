"""The roles, and the permission sets that the firm has made of them."""

from collections.abc import Set
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from latchstring.accounts.actions.delete_permission_set import delete_permission_set
from latchstring.accounts.actions.save_permission_set import save_permission_set
from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.accounts.team import BadTeam
from latchstring.policy.actions import PERMISSION_NAMES, Action
from latchstring.policy.roles import ALLOWED, ROLE_NAMES, SEES_ALL_CLIENTS, Role
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.team import one
from latchstring.web.firm.team.forms import PermissionSetForm


@require_safe
@staff_door
def index(request: Request) -> HttpResponse:
    request.actor.require(Action.TEAM_MANAGE)
    sets = PermissionSet.objects.visible_to(request.actor).prefetch_related("members").order_by("name")
    return render(request, "firm/team/permissions.html", {"sets": sets, "roles": ROLE_NAMES.items(), "rows": _table()})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def new(request: Request) -> HttpResponse:
    """Begins as a copy of the role in ``from``."""
    request.actor.require(Action.TEAM_MANAGE)
    asked = request.GET.get("from", "")
    role = Role(asked) if asked in list(Role) else Role.STAFF
    given = {
        "name": _("%s, copy") % ROLE_NAMES[role],
        "clients": "all" if role in SEES_ALL_CLIENTS else "assigned",
        "actions": sorted(ALLOWED[role] & request.actor.allowed),
    }
    return _page(request, None, given)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def edit(request: Request, set_id: UUID) -> HttpResponse:
    chosen = _fetch(request, set_id)
    clients = "all" if chosen.all_clients else "assigned"
    return _page(request, chosen, {"name": chosen.name, "clients": clients, "actions": sorted(chosen.allowed)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def delete(request: Request, set_id: UUID) -> HttpResponse:
    chosen = _fetch(request, set_id)
    if request.method == "POST":
        return one.carry_out(
            request,
            lambda: delete_permission_set(request.actor, set_id),
            done=_("Permission set %s deleted") % chosen.name,
            to=resolve_url("permissions"),
        )
    title = _("Delete the permission set %s?") % chosen.name
    question = one.Question(
        title, _("Nobody has it, so nobody’s rights change."), _("Delete"), resolve_url("permissions")
    )
    return one.ask(request, question)


def _fetch(request: Request, set_id: UUID) -> PermissionSet:
    chosen: PermissionSet = get_object_or_404(PermissionSet.objects.visible_to(request.actor), pk=set_id)
    request.actor.require(Action.TEAM_MANAGE)
    return chosen


def _page(request: Request, chosen: PermissionSet | None, given: dict[str, Any]) -> HttpResponse:
    form = PermissionSetForm(request.POST or None, initial=given)
    if form.is_valid() and _saved(request, form, chosen):
        return redirect("permissions")
    holders = TeamMember.objects.visible_to(request.actor).filter(permission_set=chosen) if chosen else ()
    context = {"form": form, "chosen": chosen, "holders": holders}
    return render(request, "firm/team/permission_set.html", context, status=422 if form.is_bound else 200)


def _saved(request: Request, form: PermissionSetForm, chosen: PermissionSet | None) -> bool:
    try:
        saved = save_permission_set(request.actor, set_id=chosen.pk if chosen else None, **form.answers())
    except BadTeam as error:
        form.add_error(error.field or None, str(error))
        return False
    notices.done(request, _("Permission set %s saved") % saved.name)
    return True


def _table() -> list[tuple[str, list[tuple[str, bool]]]]:
    """Each permission, and for every role whether it has it."""
    permissions = [action for action in Action if action is not Action.PORTAL_ENTER]
    rows = [
        (PERMISSION_NAMES[action], _who({role for role in Role if action in ALLOWED[role]})) for action in permissions
    ]
    return [("see all clients", _who(SEES_ALL_CLIENTS)), *rows]


def _who(having: Set[Role]) -> list[tuple[str, bool]]:
    return [(name, role in having) for role, name in ROLE_NAMES.items()]
