"""The folders of a client: add, rename, delete, take back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.files.actions.add_folder import add_folder
from latchstring.files.actions.delete import delete as put_into_bin
from latchstring.files.actions.rename import rename
from latchstring.files.actions.restore import restore as take_back
from latchstring.files.models import Folder
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.found_files import the_client, the_folder, the_folder_here
from latchstring.web.common.requests import Request
from latchstring.web.firm.files import places
from latchstring.web.firm.files.forms import NameForm


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_EDIT, client=client)
    parent = the_folder_here(request, client)
    form = NameForm(request.POST or None)
    if form.is_valid() and form.save(add_folder, request.actor, client, parent, form.cleaned_data["name"]):
        notices.done(request, _("Folder %(name)s added") % {"name": form.saved.name})
        return redirect(places.folder(client, form.saved))
    lead = _("In %(folder)s.") % {"folder": parent.name} if parent else _("Among the files of %s.") % client.name
    words = {"title": _("New folder"), "lead": lead, "verb": _("Add folder")}
    return _page(request, form, words | {"client": client, "back": places.folder(client, parent)})


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, client_id: UUID, folder_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_EDIT, client=client)
    folder = the_folder(request, client, folder_id)
    form = NameForm(request.POST or None, initial={"name": folder.name})
    if form.is_valid() and form.save(rename, request.actor, folder, form.cleaned_data["name"]):
        notices.done(request, _("Folder renamed"))
        return redirect(places.folder(client, folder.parent))
    words = {"title": _("Rename %s") % folder.name, "lead": _("What is in it stays in it."), "verb": _("Rename")}
    return _page(request, form, words | {"client": client, "back": places.folder(client, folder.parent)})


@staff_door
@require_POST
def delete(request: Request, client_id: UUID, folder_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_EDIT, client=client)
    folder = the_folder(request, client, folder_id)
    put_into_bin(request.actor, folders=[folder])
    undo = resolve_url("folder-restore", client.pk, folder.pk)
    notices.done(request, _("Folder %(name)s and what is in it deleted") % {"name": folder.name}, undo)
    return redirect(places.folder(client, folder.parent))


@staff_door
@require_POST
def restore(request: Request, client_id: UUID, folder_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_EDIT, client=client)
    folder = get_object_or_404(Folder.objects.visible_to(request.actor), pk=folder_id, client=client)
    take_back(request.actor, folders=[folder])
    notices.done(request, _("Folder %(name)s restored") % {"name": folder.name})
    return redirect(places.folder(client))


def _page(request: Request, form: NameForm, context: dict[str, Any]) -> HttpResponse:
    return render(request, "firm/files/form.html", {"form": form, **context}, status=422 if form.is_bound else 200)
