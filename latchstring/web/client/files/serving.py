"""Bytes for a client: the file as it is now, its preview, several as one zip. Older versions are the firm's."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from latchstring.policy.actions import Action
from latchstring.web.common import file_answers
from latchstring.web.common.doors import client_door
from latchstring.web.common.found_files import the_client, the_document, the_ticked
from latchstring.web.common.requests import Request


@client_door
@require_safe
def download(request: Request, client_id: UUID, document_id: UUID) -> HttpResponseBase:
    document = the_document(request, client_id, document_id)
    return file_answers.download(request, document, document.current)


@client_door
@require_safe
def preview(request: Request, client_id: UUID, document_id: UUID) -> HttpResponseBase:
    return file_answers.preview(request, the_document(request, client_id, document_id).current)


@client_door
@require_safe
def zipped(request: Request, client_id: UUID) -> HttpResponseBase:
    record = the_client(request, client_id)
    request.actor.require(Action.FILES_VIEW, client=record)
    ticked = the_ticked(request, record, request.GET)
    return file_answers.zipped(request, record, ticked) if ticked else redirect("portal-files", record.pk)
