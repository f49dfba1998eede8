"""One change to every client that is ticked: asked first, then done, then to be undone."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from latchstring.clients.models import BulkChange, Client, Tag
from latchstring.clients.queries import filtered
from latchstring.policy.actions import Action
from latchstring.portals.refusals import Refusal
from latchstring.portals.selection import Selection
from latchstring.web.common import htmx, notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.bulk.forms import TITLES, BulkForm
from latchstring.web.firm.clients.bulk.undo import undo_url
from latchstring.web.firm.clients.params import ListQuery, active_members
from latchstring.web.firm.manager.selecting import posted_selection

DONE = {
    "tag": _lazy("%(value)s added to %(clients)s"),
    "untag": _lazy("%(value)s removed from %(clients)s"),
    "assign": _lazy("%(clients)s assigned to %(value)s"),
    "unassign": _lazy("%(value)s no longer looks after %(clients)s"),
    "responsible": _lazy("%(value)s is responsible for %(clients)s"),
    "archive": _lazy("%(clients)s archived"),
    "restore": _lazy("%(clients)s restored"),
}


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
    if kind not in TITLES:
        return htmx.redirect(request, resolve_url("clients"))
    going = "go" in request.POST
    form = BulkForm(request.POST if going else None, kind=kind, members=active_members(request.actor))
    ids = _selected(request, selection)
    if going and form.is_valid() and (done := form.run(request.actor, list(ids))):
        _tell(request, done)
        return htmx.redirect(request, resolve_url("clients") + ListQuery.of(request.POST).here)
    return _ask(request, form, selection, ids.count())


def _selected(request: Request, selection: Selection) -> Any:
    """The ids a selection means at this moment: never a row that its filter hides or the actor can't see."""
    if selection.mode == "ids":
        return Client.objects.visible_to(request.actor).filter(pk__in=selection.ids).values_list("pk", flat=True)
    rows = filtered(request.actor, ListQuery.of(selection.filter).filter)
    excluded: frozenset[UUID] = selection.excluded
    return (rows.exclude(pk__in=excluded) if excluded else rows).values_list("pk", flat=True)


def _ask(request: Request, form: BulkForm, selection: Selection, count: int) -> HttpResponse:
    name = "bulk_dialog.html" if request.htmx else "bulk.html"
    known = Tag.objects.visible_to(request.actor).order_by("name")[:200] if "tags" in form.fields else []
    context = {"form": form, "title": TITLES[form.kind], "selection": selection, "count": count, "known": known}
    return render(request, f"firm/clients/{name}", context, status=422 if form.is_bound else 200)


def _tell(request: Request, done: BulkChange) -> None:
    count = len(done.rows)
    if not count:
        notices.done(request, _("Nothing had to be changed"))
        return
    clients = ngettext("%(n)s client", "%(n)s clients", count) % {"n": f"{count:,}"}
    words = str(DONE[done.kind]) % {"value": done.value or _("Nobody"), "clients": clients}
    notices.done(request, words, undo_url=undo_url(done))
