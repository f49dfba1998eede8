"""A running send: how far it is, what needs a fix, and the ways to hold or end it."""

import csv
import io
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from latchstring.kernel.cells import neutralise
from latchstring.portals.actions import batches as acts
from latchstring.portals.actions.undo_batch import undo_batch
from latchstring.portals.models import InviteBatch
from latchstring.portals.queries.problems import problems
from latchstring.portals.refusals import Refusal
from latchstring.web.common import htmx
from latchstring.web.common.notices import done
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.doors import manager_door
from latchstring.web.firm.manager.running import about, of_problems, of_progress

EVERYTHING = 1_000_000


def _batch(request: Request, batch_id: UUID) -> InviteBatch:
    return get_object_or_404(InviteBatch.objects.visible_to(request.actor).select_related("campaign"), pk=batch_id)


@require_safe
@manager_door
def show(request: Request, batch_id: UUID) -> HttpResponse:
    batch = _batch(request, batch_id)
    page = of_progress(request, batch) | of_problems(request, batch) | about(request, batch)
    return render(request, "firm/manager/batch.html", page)


@require_safe
@manager_door
def poll(request: Request, batch_id: UUID) -> HttpResponse:
    """The figures while it runs, and what has changed beside them; no more polling when it is over."""
    batch = _batch(request, batch_id)
    page = of_progress(request, batch)
    if not page["over"]:
        if request.GET.get("unreached") != str(page["progress"].unreached):
            page |= of_problems(request, batch)
        return render(request, "firm/manager/_batch_runs.html", page)
    answer = htmx.stop_polling()
    answer.content = render(request, "firm/manager/_batch_over.html", page | of_problems(request, batch)).content
    return answer


@require_POST
@manager_door
def pause(request: Request, batch_id: UUID) -> HttpResponse:
    acts.pause(request.actor, _batch(request, batch_id))
    return redirect("batch", batch_id)


@require_POST
@manager_door
def resume(request: Request, batch_id: UUID) -> HttpResponse:
    acts.resume(request.actor, _batch(request, batch_id))
    return redirect("batch", batch_id)


@require_POST
@manager_door
def undo(request: Request, batch_id: UUID) -> HttpResponse:
    try:
        undo_batch(request.actor, _batch(request, batch_id))
        done(request, "Taken back. Nobody was invited.")
    except Refusal as refusal:
        done(request, str(refusal))
    return redirect("batch", batch_id)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_door
def cancel(request: Request, batch_id: UUID) -> HttpResponse:
    batch = _batch(request, batch_id)
    if request.method != "POST":
        name = "_cancel_dialog.html" if request.htmx else "cancel.html"
        return render(request, f"firm/manager/{name}", of_progress(request, batch))
    acts.cancel_rest(request.actor, batch)
    done(request, "The rest was cancelled. Invites already sent keep working.")
    return htmx.redirect(request, resolve_url("batch", batch_id))


@require_safe
@manager_door
def problems_csv(request: Request, batch_id: UUID) -> HttpResponse:
    rows = problems(request.actor, _batch(request, batch_id), reason=request.GET.get("reason", ""), limit=EVERYTHING)
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(["Name", "Client", "Reason", "Detail", "Fix"])
    for row in rows:
        cells = (row.name, row.client_name, row.sentence, row.detail, row.fix)
        sheet.writerow([neutralise(cell) for cell in cells])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="needs-a-fix.csv"'
    return answer
