"""The notes of the team on a client; no client ever sees one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.clients.actions.add_note import add_note
from latchstring.clients.actions.change_note import change_note
from latchstring.clients.actions.delete_note import delete_note
from latchstring.clients.actions.pin_note import pin_note
from latchstring.clients.actions.restore_note import restore_note
from latchstring.clients.models import Note
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.forms import NoteForm
from latchstring.web.firm.clients.overview import newest_notes
from latchstring.web.firm.clients.record import the_client
from latchstring.web.firm.clients.tabs import head


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.CLIENT_EDIT if request.method == "POST" else Action.CLIENT_VIEW, client=client)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.save(add_note, request.actor, client):
        notices.done(request, _("Note added"))
        return redirect("client-notes", client_id)
    context = head(request.actor, client) | {"form": form, "notes": newest_notes(request.actor, client)[:500]}
    return render(request, "firm/clients/notes.html", context, status=422 if form.is_bound else 200)


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, client_id: UUID, note_id: UUID) -> HttpResponse:
    note = _note(request, client_id, note_id)
    request.actor.require(Action.CLIENT_EDIT, client=note.client)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"text": note.text})
    if form.is_valid() and form.save(change_note, request.actor, note):
        notices.done(request, _("Note saved"))
        return redirect("client-notes", client_id)
    context = {"client": note.client, "note": note, "form": form}
    return render(request, "firm/clients/note.html", context, status=422 if form.is_bound else 200)


@staff_door
@require_POST
def pin(request: Request, client_id: UUID, note_id: UUID) -> HttpResponse:
    pinned = request.POST.get("pinned") != "no"
    pin_note(request.actor, _note(request, client_id, note_id), pinned=pinned)
    notices.done(request, _("Note pinned") if pinned else _("Note unpinned"))
    return redirect("client-notes", client_id)


@staff_door
@require_POST
def delete(request: Request, client_id: UUID, note_id: UUID) -> HttpResponse:
    delete_note(request.actor, _note(request, client_id, note_id))
    notices.done(request, _("Note deleted"), undo_url=resolve_url("note-restore", client_id, note_id))
    return redirect("client-notes", client_id)


@staff_door
@require_POST
def restore(request: Request, client_id: UUID, note_id: UUID) -> HttpResponse:
    restore_note(request.actor, _note(request, client_id, note_id))
    notices.done(request, _("Note brought back"))
    return redirect("client-notes", client_id)


def _note(request: Request, client_id: UUID, note_id: UUID) -> Any:
    rows = Note.objects.visible_to(request.actor).select_related("client")
    return get_object_or_404(rows, pk=note_id, client_id=client_id)
