"""A change that the worker makes: how far it is, and the way back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from latchstring.clients.actions.undo_bulk_change import undo_bulk_change
from latchstring.clients.models import BulkChange
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.bulk import words


def undo_url(change: BulkChange) -> str:
    return resolve_url("clients-undo", change.pk)


@staff_door
@require_safe
def show(request: Request, change_id: UUID) -> HttpResponse:
    change = _own(request, change_id)
    name = "bulk_progress.html#stage" if request.htmx else "bulk_progress.html"
    return render(request, f"firm/clients/{name}", _context(change))


@staff_door
@require_POST
def undo(request: Request, change_id: UUID) -> HttpResponse:
    """To the page that shows it going on, or back to the record of a single client, else to the list."""
    change = undo_bulk_change(request.actor, _own(request, change_id))
    if change and not change.undone_at:
        return redirect("clients-change", change.pk)
    notices.done(request, words.undone(change or BulkChange()))
    part = change.parts.first() if change and change.changed == 1 else None
    return redirect("client", UUID(part.rows[0][0])) if part else redirect("clients")


def _own(request: Request, change_id: UUID) -> BulkChange:
    request.actor.require(Action.CLIENT_EDIT)
    rows = BulkChange.objects.visible_to(request.actor).filter(member_id=request.actor.member_id)
    change: BulkChange = get_object_or_404(rows, pk=change_id)
    return change


def _context(change: BulkChange) -> dict[str, Any]:
    back = change.undo_asked_at is not None
    so_far, total = (change.taken_back, change.changed) if back else (change.seen, change.selected)
    return {
        "change": change,
        "title": words.TITLES[change.kind],
        "back": back,
        "over": bool(change.undone_at if back else change.finished_at),
        "so_far": so_far,
        "total": max(total, so_far),
        "percent": 100 * so_far // max(total, so_far, 1),
        "sentence": words.undone(change) if back else words.done(change),
    }
