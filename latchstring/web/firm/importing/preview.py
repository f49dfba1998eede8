"""What an import would do, line by line; then its progress and its result. Nothing is written before Import."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.clients.actions.import_clients import import_clients
from latchstring.clients.actions.map_import import map_import
from latchstring.clients.importing.mapping import BadMapping
from latchstring.clients.importing.permission import require_import
from latchstring.clients.models import Import
from latchstring.web.common import htmx, notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.importing.forms import MappingForm
from latchstring.web.firm.importing.inviting import inviting
from latchstring.web.firm.importing.stage import WAITING, page


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, import_id: UUID) -> HttpResponse:
    job = the_import(request, import_id)
    form = MappingForm(request.POST if request.method == "POST" else None, job=job)
    if form.is_valid():
        try:
            map_import(request.actor, job, form.chosen())
            return redirect("import-preview", job.pk)
        except BadMapping as error:
            form.add_error(None, str(error))
    context = {**page(job, request.GET.get("show", "")), "form": form, **inviting(request.actor, job)}
    if not request.htmx:
        return render(request, "firm/importing/preview.html", context, status=422 if form.errors else 200)
    if context["stage"] not in WAITING:
        return htmx.redirect(request, request.path)
    return render(request, "firm/importing/preview.html#stage", context)


@staff_door
@require_POST
def apply(request: Request, import_id: UUID) -> HttpResponse:
    job = the_import(request, import_id)
    if job.planned_at and request.POST.get("planned") == job.planned_at.isoformat():
        import_clients(request.actor, job)
    elif not job.confirmed_at:
        notices.done(request, _("The preview was made anew. Look at it once more."))
    return redirect("import-preview", job.pk)


def the_import(request: Request, import_id: UUID) -> Any:
    job = get_object_or_404(Import.objects.visible_to(request.actor), pk=import_id)
    require_import(request.actor)
    return job
