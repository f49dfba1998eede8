"""The lines that are wrong, to fix and load again."""

from uuid import UUID

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from latchstring.clients.importing import rejects
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.importing.preview import the_import


@staff_door
@require_safe
def download(request: Request, import_id: UUID) -> HttpResponseBase:
    job = the_import(request, import_id)
    if not rejects.are_there(job):
        notices.done(request, _("The file is gone. It is kept for 30 days."))
        return redirect("import-preview", job.pk)
    answer = StreamingHttpResponse(rejects.of(job), content_type="text/csv; charset=utf-8")
    name = slugify(job.file_name.rsplit(".", 1)[0]) or "clients"
    answer["Content-Disposition"] = f'attachment; filename="{name}-rejected.csv"'
    return answer
