"""What is done with one or several files and folders at once, from a row, the selection bar or the bin."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.files.actions.delete import delete as put_into_bin
from latchstring.files.actions.restore import restore as take_back
from latchstring.files.actions.review import review
from latchstring.files.actions.unshare import unshare
from latchstring.files.refusals import FileRefusal
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.found_files import the_client, the_ticked
from latchstring.web.common.requests import Request
from latchstring.web.firm.files import listing, places
from latchstring.web.firm.files.words import named


@staff_door
@require_POST
def make_private(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_SHARE, client=client)
    documents = the_ticked(request, client, request.POST).documents
    try:
        unshare(request.actor, client, documents)
    except FileRefusal as error:
        return listing.refused(request, client, documents[0].folder, [str(error)])
    notices.done(request, _("Only the firm can see %(what)s now") % {"what": named(documents)})
    return redirect(places.of(client, documents))


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Request, client_id: UUID) -> HttpResponse:
    """From a row at once, from the selection bar after a question; both can be undone."""
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_EDIT, client=client)
    ticked = the_ticked(request, client, request.POST if request.method == "POST" else request.GET)
    back, what = places.folder(client, ticked.within), named(ticked.documents, ticked.folders)
    if ticked and request.method != "POST":
        return render(
            request, "firm/files/delete.html", {"client": client, "ticked": ticked, "what": what, "back": back}
        )
    put_into_bin(request.actor, documents=ticked.documents, folders=ticked.folders)
    if ticked:
        notices.done(request, _("%(what)s deleted") % {"what": what}, places.restore(client, ticked))
    return redirect(back)


@staff_door
@require_POST
def restore(request: Request, client_id: UUID) -> HttpResponse:
    """From the bin, which posts them, or by Undo, which has them in its address."""
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_EDIT, client=client)
    asked = request.POST.copy()
    asked.update(request.GET)
    ticked = the_ticked(request, client, asked, binned=True)
    take_back(request.actor, documents=ticked.documents, folders=ticked.folders)
    if ticked:
        notices.done(request, _("%(what)s restored") % {"what": named(ticked.documents, ticked.folders)})
    return redirect(places.folder(client))


@staff_door
@require_POST
def reviewed(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_EDIT, client=client)
    documents = the_ticked(request, client, request.POST).documents
    if review(request.actor, documents):
        notices.done(request, _("%(what)s reviewed") % {"what": named(documents)})
    return redirect("files")
