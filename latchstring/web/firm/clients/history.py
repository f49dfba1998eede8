"""All activity of a client, in pages, by kind."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from latchstring.policy.actions import Action
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.params import read_uuid
from latchstring.web.firm.clients.record import the_client
from latchstring.web.firm.clients.tabs import head
from latchstring.web.firm.clients.timeline import timeline

SIZE = 50
KINDS = {
    "": (_("All activity"), ()),
    "portal": (_("Client Portal"), ("invite", "access", "login", "email", "portal", "profile")),
    "files": (_("Files"), ("file", "folder", "link")),
    "contacts": (_("Contacts"), ("contact",)),
    "details": (_("Details and team"), ("client", "member")),
    "notes": (_("Notes"), ("note",)),
}


@staff_door
@require_safe
def index(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.CLIENT_VIEW, client=client)
    chosen = request.GET.get("kind", "")
    kind = chosen if chosen in KINDS else ""
    before = read_uuid(request.GET.get("before", ""))
    found = timeline(request.actor, client.pk, SIZE + 1, kinds=KINDS[kind][1], before=before)
    context = head(request.actor, client) | {
        "moments": found[:SIZE],
        "older": found[SIZE - 1].id if len(found) > SIZE else None,
        "paged": before is not None,
        "kind": kind,
        "kinds": [(value, label) for value, (label, _names) in KINDS.items()],
    }
    return render(request, "firm/clients/history.html", context)
