"""Move files and folders into another folder of the same client; from the File inbox that also marks them reviewed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.clients.models import Client
from latchstring.files.actions.move import move as move_files
from latchstring.files.actions.review import review
from latchstring.files.models import Folder
from latchstring.files.queries.listing import all_folders
from latchstring.files.trees import below
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.found_files import Ticked, the_client, the_ticked
from latchstring.web.common.requests import Request
from latchstring.web.firm.files import places
from latchstring.web.firm.files.forms import MoveForm
from latchstring.web.firm.files.words import named


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_EDIT, client=client)
    ticked = the_ticked(request, client, request.GET)
    if not ticked:
        return redirect(places.folder(client))
    form = MoveForm(request.POST or None, folders=_others(request, client, ticked), here=ticked.within)
    if form.is_valid() and form.save(_move, request, client, ticked, form.cleaned_data["to"]):
        return redirect("files" if "inbox" in request.GET else places.folder(client, form.cleaned_data["to"]))
    return _page(request, client, ticked, form)


def _others(request: Request, client: Client, ticked: Ticked) -> list[Folder]:
    """Where they can go: not into themselves, nor into what lies in them."""
    inside = {pk for folder in ticked.folders for pk in below(folder)}
    return [each for each in all_folders(request.actor, client) if each.pk not in inside]


def _move(request: Request, client: Client, ticked: Ticked, to: Any) -> None:
    move_files(request.actor, client, documents=ticked.documents, folders=ticked.folders, to=to)
    if "inbox" in request.GET:
        review(request.actor, ticked.documents)
    what, where = named(ticked.documents, ticked.folders), to.name if to else _("Files")
    notices.done(request, _("%(what)s moved to %(where)s") % {"what": what, "where": where})


def _page(request: Request, client: Client, ticked: Ticked, form: MoveForm) -> HttpResponse:
    context = {
        "client": client,
        "form": form,
        "title": _("Move %(what)s to…") % {"what": named(ticked.documents, ticked.folders)},
        "lead": _("Choose a folder of %(name)s.") % {"name": client.name},
        "verb": _("Move"),
        "back": places.folder(client, ticked.within),
    }
    return render(request, "firm/files/form.html", context, status=422 if form.is_bound else 200)
