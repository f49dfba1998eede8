"""Change access from the Manager: straight to the only client record of a person, or to the choice between them."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_safe

from latchstring.policy.actions import Action
from latchstring.portals.models import Access, PortalUser
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.back import way_back

MOST = 300


@require_safe
@staff_door
def choose(request: Request, person_id: UUID) -> HttpResponse:
    person = get_object_or_404(PortalUser.objects.visible_to(request.actor), pk=person_id)
    request.actor.require(Action.ACCESS_CHANGE)
    rows = Access.objects.visible_to(request.actor).live().filter(person=person).select_related("client")
    found = [(row, _url(row, request)) for row in rows.order_by("client__sort_name", "id")[:MOST]]
    if len(found) == 1:
        return redirect(found[0][1])
    page = {"person": person, "records": found, "next": way_back(request, resolve_url("user-activity", person_id))}
    return render(request, "firm/manager/access.html", page)


def _url(access: Access, request: Request) -> str:
    back = way_back(request, resolve_url("user-activity", access.person_id))
    return resolve_url("access-change", access.client_id, access.pk) + f"?{urlencode({'next': back})}"
