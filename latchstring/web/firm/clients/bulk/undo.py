"""Undo a change to many clients: exactly what was changed goes back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from latchstring.clients.actions.undo_bulk_change import undo_bulk_change
from latchstring.clients.models import BulkChange
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


def undo_url(change: BulkChange) -> str:
    return resolve_url("clients-undo", change.pk)


@staff_door
@require_POST
def undo(request: Request, change_id: UUID) -> HttpResponse:
    """Back to the record of a single client, else to the list."""
    change = get_object_or_404(BulkChange.objects.visible_to(request.actor), pk=change_id)
    taken = undo_bulk_change(request.actor, change)
    words = ngettext("Undone for %(n)s client", "Undone for %(n)s clients", taken) if taken else _("Nothing to undo")
    notices.done(request, words % {"n": f"{taken:,}"} if taken else words)
    return redirect("client", UUID(change.rows[0][0])) if len(change.rows) == 1 else redirect("clients")
