"""One file as a client sees it, and for ten minutes its name and its end if they sent it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from latchstring.files.actions.delete import delete as put_into_bin
from latchstring.files.actions.rename import rename as give_name
from latchstring.files.own import require_change
from latchstring.files.queries.listing import path_to
from latchstring.files.refusals import FileRefusal
from latchstring.policy.actions import Action
from latchstring.web.client.files.rows import rows_of
from latchstring.web.common import notices, records
from latchstring.web.common.doors import client_door
from latchstring.web.common.found_files import the_document
from latchstring.web.common.pages import page_asked
from latchstring.web.common.requests import Request


class NameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        error_messages={"required": gettext_lazy("Enter a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 200}),
    )


@client_door
@require_safe
def show(request: Request, client_id: UUID, document_id: UUID) -> HttpResponse:
    document = the_document(request, client_id, document_id)
    request.actor.require(Action.FILES_VIEW, client=document.client)
    return render(request, "client/files/file.html", _context(request, document))


@client_door
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: Request, client_id: UUID, document_id: UUID) -> HttpResponse:
    document = the_document(request, client_id, document_id)
    require_change(request.actor, document)
    form = NameForm(request.POST or None, initial={"name": document.name})
    if form.is_valid():
        try:
            give_name(request.actor, document, form.cleaned_data["name"])
        except FileRefusal as error:
            form.add_error("name", str(error))
        else:
            notices.done(request, _("File renamed"))
            return redirect("portal-files", client_id)
    context = _context(request, document) | {"form": form}
    return render(request, "client/files/rename.html", context, status=422 if form.is_bound else 200)


@client_door
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Request, client_id: UUID, document_id: UUID) -> HttpResponse:
    document = the_document(request, client_id, document_id)
    require_change(request.actor, document)
    if request.method != "POST":
        return render(request, "client/files/delete.html", _context(request, document))
    put_into_bin(request.actor, documents=[document])
    notices.done(request, _("%(name)s deleted") % {"name": document.name})
    return redirect("portal-files", client_id)


def _context(request: Request, document: Any) -> dict[str, Any]:
    return records.shown(request, document.client) | {
        "document": document,
        "row": rows_of(request.actor, [document])[0],
        "trail": path_to(document.folder),
        "page": page_asked(request, document.current.pages),
    }
