"""Files from a plain form: what a browser without our scripts sends goes the way of every upload."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from latchstring.files.actions.upload import append, begin
from latchstring.files.refusals import FileRefusal
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.requests import Request


def take(request: Request, client: Any, folder: Any = None, document: Any = None) -> list[str]:
    """Keep every file of the form that can be kept; a sentence comes back for each that can't."""
    request.actor.require(Action.FILES_ADD, client=client)
    files = request.FILES.getlist("file")
    if not files:
        return [_("Choose a file first, then upload it.")]
    answers = [_keep(request, client, folder, document, file) for file in files]
    refused = [sentence for sentence in answers if sentence]
    if kept := len(files) - len(refused):
        notices.done(request, ngettext("%(kept)d file uploaded", "%(kept)d files uploaded", kept) % {"kept": kept})
    return refused


def _keep(request: Request, client: Any, folder: Any, document: Any, file: Any) -> str:
    """Empty where it was kept, else the file's name and the reason."""
    try:
        upload = begin(request.actor, client, folder, file.name or "", file.size or 0, document=document)
        if upload.finished_as_id is None:
            append(request.actor, upload, file, 0)
    except FileRefusal as error:
        return f"{file.name}: {error}"
    return ""
