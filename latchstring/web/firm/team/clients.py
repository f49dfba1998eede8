"""The clients that a team member is assigned to, and finding more."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.accounts.models import TeamMember
from latchstring.clients.actions.look_after import look_after, stop_looking_after
from latchstring.clients.models import Client
from latchstring.clients.queries import ClientFilter, client_rows, total
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.team import one

FOUND = 20


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def clients(request: Request, member_id: UUID) -> HttpResponse:
    person = one.fetch(request, member_id)
    if request.method == "POST":
        _change(request, person)
        return redirect(request.get_full_path())
    mine = ClientFilter(team=member_id)
    context = {
        "person": person,
        "page": client_rows(request.actor, mine, cursor=request.GET.get("at", "")),
        "total": total(request.actor, mine),
        "q": request.GET.get("q", ""),
    }
    return render(request, "firm/team/clients.html", context | _found(request, person))


def _found(request: Request, person: TeamMember) -> dict[str, Any]:
    """What the search finds among clients of others."""
    q = request.GET.get("q", "").strip()
    if not q:
        return {}
    rows = client_rows(request.actor, ClientFilter(q=q), size=FOUND).rows
    pks = [row.pk for row in rows]
    theirs = set(Client.objects.visible_to(request.actor).filter(pk__in=pks, assignments__member_id=person.pk))
    return {"found": [(row, row in theirs) for row in rows]}


def _change(request: Request, person: TeamMember) -> None:
    """The posted button names the client and what to do; a form without one changes nothing."""
    verb, _sep, pk = request.POST.get("client", "").partition(":")
    if not pk:
        return
    client = get_object_or_404(Client.objects.visible_to(request.actor), pk=_uuid(pk))
    names = {"client": client.name, "name": person.name}
    if verb == "give":
        look_after(request.actor, client, person)
        notices.done(request, _("%(name)s looks after %(client)s now") % names)
    else:
        stop_looking_after(request.actor, client, person)
        notices.done(request, _("%(name)s no longer looks after %(client)s") % names)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
