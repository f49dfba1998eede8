"""One file: its preview, its versions, who opened it, its secure links; and its name."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from latchstring.files.actions.rename import rename as give_name
from latchstring.files.models import Opening, Version
from latchstring.files.queries import links
from latchstring.files.queries.audience import people_with_access
from latchstring.files.queries.listing import path_to
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.found_files import the_document
from latchstring.web.common.pages import page_asked
from latchstring.web.common.requests import Request
from latchstring.web.firm.files import places
from latchstring.web.firm.files.forms import NameForm


@staff_door
@require_safe
def show(request: Request, client_id: UUID, document_id: UUID) -> HttpResponse:
    document = the_document(request, client_id, document_id)
    request.actor.require(Action.FILES_VIEW, client=document.client)
    return render(request, "firm/files/file.html", _context(request, document))


def refused(request: Request, document: Any, sentences: list[str], status: int = 422) -> HttpResponse:
    """The file's page once more, with what could not be done on top."""
    context = _context(request, document) | {"refusals": sentences}
    return render(request, "firm/files/file.html", context, status=status)


def _context(request: Request, document: Any) -> dict[str, Any]:
    actor = request.actor
    return {
        "client": document.client,
        "document": document,
        "trail": path_to(document.folder),
        "page": page_asked(request, document.current.pages),
        "checksum": bytes(document.current.sha256).hex(),
        "versions": Version.objects.visible_to(actor).filter(document=document).order_by("-number"),
        "openings": Opening.objects.visible_to(actor).filter(document=document).order_by("-last_at")[:20],
        "links": links.rows(actor).filter(document=document)[:20],
        "now": clock.now(),
        "audience": people_with_access(document.client),
    }


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: Request, client_id: UUID, document_id: UUID) -> HttpResponse:
    document = the_document(request, client_id, document_id)
    request.actor.require(Action.FILES_EDIT, client=document.client)
    form = NameForm(request.POST or None, initial={"name": document.name})
    if form.is_valid() and form.save(give_name, request.actor, document, form.cleaned_data["name"]):
        notices.done(request, _("File renamed"))
        return redirect(places.of(document.client, [document]))
    context = {
        "client": document.client,
        "form": form,
        "title": _("Rename %s") % document.name,
        "lead": _("The client sees the new name too, if the file is visible."),
        "verb": _("Rename"),
        "back": places.of(document.client, [document]),
    }
    return render(request, "firm/files/form.html", context, status=422 if form.is_bound else 200)
