"""Bytes for the team: downloads, older versions, previews, several files as one zip."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from latchstring.files.models import Version
from latchstring.policy.actions import Action
from latchstring.web.common import file_answers
from latchstring.web.common.doors import staff_door
from latchstring.web.common.found_files import the_client, the_document, the_ticked
from latchstring.web.common.requests import Request
from latchstring.web.firm.files import places


@staff_door
@require_safe
def download(request: Request, client_id: UUID, document_id: UUID) -> HttpResponseBase:
    document = the_document(request, client_id, document_id)
    return file_answers.download(request, document, document.current)


@staff_door
@require_safe
def version(request: Request, client_id: UUID, document_id: UUID, version_id: UUID) -> HttpResponseBase:
    document = the_document(request, client_id, document_id)
    return file_answers.download(request, document, _version(request, document, version_id))


@staff_door
@require_safe
def preview(request: Request, client_id: UUID, document_id: UUID, version_id: UUID) -> HttpResponseBase:
    document = the_document(request, client_id, document_id)
    return file_answers.preview(request, _version(request, document, version_id))


@staff_door
@require_safe
def zipped(request: Request, client_id: UUID) -> HttpResponseBase:
    client = the_client(request, client_id)
    request.actor.require(Action.FILES_VIEW, client=client)
    ticked = the_ticked(request, client, request.GET)
    return file_answers.zipped(request, client, ticked) if ticked else redirect(places.folder(client))


def _version(request: Request, document: Any, version_id: UUID) -> Any:
    return get_object_or_404(Version.objects.visible_to(request.actor), pk=version_id, document=document)
