"""Files that a client sends: by the tus protocol with a script, by a plain form without."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.files.actions import upload as uploads
from latchstring.policy.actions import Action
from latchstring.web.client.files import listing
from latchstring.web.common import tus
from latchstring.web.common.doors import client_door
from latchstring.web.common.form_uploads import Place, take
from latchstring.web.common.found_files import the_client, the_folder_here
from latchstring.web.common.requests import Request
from latchstring.web.common.tus import get_upload_or_404


@csrf_exempt
@client_door
@require_POST
def form(request: Request, client_id: UUID) -> HttpResponseBase:
    record = the_client(request, client_id)
    folder = the_folder_here(request, record)

    def refuse(sentences: list[str], status: int) -> HttpResponse:
        return listing.refused(request, record, folder, sentences, status)

    after = resolve_url("portal-files", record.pk) + (f"?folder={folder.pk}" if folder else "")
    return take(request, Place(record, folder), kept=lambda: redirect(after), refuse=refuse)


@client_door
@require_http_methods(["OPTIONS", "POST"])
def tus_create(request: Request, client_id: UUID) -> HttpResponse:
    record = the_client(request, client_id)
    request.actor.require(Action.FILES_ADD, client=record)
    folder = the_folder_here(request, record)
    return tus.create(
        request,
        lambda name, length: uploads.begin(request.actor, record, folder, name, length),
        lambda upload: resolve_url("portal-files-tus-upload", client_id, upload.pk),
    )


@client_door
@require_http_methods(["OPTIONS", "HEAD", "PATCH", "DELETE"])
def tus_speak(request: Request, client_id: UUID, upload_id: UUID) -> HttpResponse:
    record = the_client(request, client_id)
    request.actor.require(Action.FILES_ADD, client=record)
    return tus.speak(request, get_upload_or_404(request.actor, record, upload_id))
