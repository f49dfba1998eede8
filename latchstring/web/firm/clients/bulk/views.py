"""One change to every client that is ticked: asked first, then done, then to be undone."""

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_POST

from latchstring.clients.bulk.chosen import Chosen
from latchstring.clients.models import BulkChange, Tag
from latchstring.policy.actions import Action
from latchstring.portals.refusals import Refusal
from latchstring.portals.selection import Selection
from latchstring.web.common import htmx, notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.bulk import words
from latchstring.web.firm.clients.bulk.forms import BulkForm
from latchstring.web.firm.clients.bulk.progress import undo_url
from latchstring.web.firm.clients.params import ListQuery, active_members
from latchstring.web.firm.manager.selecting import posted_selection


@staff_door
@require_POST
def change(request: Request) -> HttpResponse:
    """``do`` is the kind of change. The first post asks for its value, the second, with ``go``, does it."""
    request.actor.require(Action.CLIENT_EDIT)
    kind = request.POST.get("do", "")
    try:
        selection = posted_selection(request.POST)
    except Refusal as refusal:
        notices.done(request, str(refusal))
        return htmx.redirect(request, resolve_url("clients"))
    if kind not in words.TITLES:
        return htmx.redirect(request, resolve_url("clients"))
    going = "go" in request.POST
    form = BulkForm(request.POST if going else None, kind=kind, members=active_members(request.actor))
    chosen = _chosen(selection)
    if going and form.is_valid() and (begun := form.run(request.actor, chosen)):
        return htmx.redirect(request, _told(request, begun))
    return _ask(request, form, selection, chosen.rows(request.actor).count())


def _chosen(selection: Selection) -> Chosen:
    if selection.mode == "ids":
        return Chosen.of(selection.ids)
    return Chosen(None, ListQuery.of(selection.filter).filter, selection.excluded)


def _ask(request: Request, form: BulkForm, selection: Selection, count: int) -> HttpResponse:
    name = "bulk_dialog.html" if request.htmx else "bulk.html"
    known = Tag.objects.visible_to(request.actor).order_by("name")[:200] if "tags" in form.fields else []
    context = {"form": form, "title": words.TITLES[form.kind], "selection": selection, "count": count, "known": known}
    return render(request, f"firm/clients/{name}", context, status=422 if form.is_bound else 200)


def _told(request: Request, change: BulkChange) -> str:
    """Where to go: to its own page while the worker is at it."""
    if not change.finished_at:
        return resolve_url("clients-change", change.pk)
    notices.done(request, words.done(change), undo_url=undo_url(change) if change.changed else None)
    return resolve_url("clients") + ListQuery.of(request.POST).here
