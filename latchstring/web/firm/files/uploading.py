"""Files that the team uploads: by the tus protocol with a script, by a plain form without."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.files.actions import upload as uploads
from latchstring.policy.actions import Action
from latchstring.web.common import tus
from latchstring.web.common.doors import staff_door
from latchstring.web.common.form_uploads import Place, take
from latchstring.web.common.found_files import the_client, the_document_here, the_folder_here
from latchstring.web.common.requests import Request
from latchstring.web.common.tus import get_upload_or_404
from latchstring.web.firm.files import listing, one, places


@csrf_exempt
@staff_door
@require_POST
def form(request: Request, client_id: UUID) -> HttpResponseBase:
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_ADD, client=client)
    folder, document = the_folder_here(request, client), the_document_here(request, client)

    def refuse(sentences: list[str], status: int) -> HttpResponse:
        if document:
            return one.refused(request, document, sentences, status)
        return listing.refused(request, client, folder, sentences, status)

    after = places.document(document) if document else places.folder(client, folder)
    return take(request, Place(client, folder, document), kept=lambda: redirect(after), refuse=refuse)


@staff_door
@require_http_methods(["OPTIONS", "POST"])
def tus_create(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_ADD, client=client)
    folder, document = the_folder_here(request, client), the_document_here(request, client)
    return tus.create(
        request,
        lambda name, length: uploads.begin(request.actor, client, folder, name, length, document=document),
        lambda upload: resolve_url("files-tus-upload", client_id, upload.pk),
    )


@staff_door
@require_http_methods(["OPTIONS", "HEAD", "PATCH", "DELETE"])
def tus_speak(request: Request, client_id: UUID, upload_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_ADD, client=client)
    return tus.speak(request, get_upload_or_404(request.actor, client, upload_id))
