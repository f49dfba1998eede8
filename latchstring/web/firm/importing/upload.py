"""Choose a file."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from latchstring.clients.actions.upload_import import upload_import
from latchstring.clients.importing.permission import require_import
from latchstring.clients.importing.table import Unreadable
from latchstring.clients.models import Import
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.importing.forms import UploadForm

RECENT = 10


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request) -> HttpResponse:
    require_import(request.actor)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            job = upload_import(request.actor, file=file, file_name=file.name, size=file.size)
            return redirect("import-preview", job.pk)
        except Unreadable as error:
            form.add_error("file", str(error))
    recent = Import.objects.visible_to(request.actor).exclude(confirmed_at=None).order_by("-id")[:RECENT]
    page = {"form": form, "recent": recent}
    return render(request, "firm/importing/upload.html", page, status=422 if form.errors else 200)
