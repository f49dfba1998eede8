"""Who could see this client, or this file, on a day, and who had granted it: from the log, as a page and a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.audit.seen.asking import Line, Seen, who_saw
from latchstring.audit.seen.team import ALL_CLIENTS, ASSIGNED
from latchstring.clients.models import Client
from latchstring.clients.queries import ClientFilter, client_rows
from latchstring.files.models import Document
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.scopes import SCOPE_NAMES
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.tables import csv_lines

HEADS = ("Day", "Client", "File", "Who", "Kind", "What is open", "From", "Until", "Granted by", "Granted")
WHY: dict[str, Any] = {
    ALL_CLIENTS: gettext_lazy("All clients"),
    ASSIGNED: gettext_lazy("Assigned"),
    **{str(scope): name for scope, name in SCOPE_NAMES.items()},
}


class DayForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}),
        error_messages={"invalid": gettext_lazy("Enter the day like 2026-04-30.")},
    )


@dataclass(frozen=True, slots=True)
class Question:
    """``document`` is None for the client as a whole; ``seen`` None where the day can't be read."""

    client: Client
    document: Document | None
    form: DayForm
    day: date | None
    seen: Seen | None


@staff_door
@require_safe
def choose(request: Request) -> HttpResponse:
    """Which client it is about."""
    request.actor.require(Action.AUDIT_VIEW)
    q = request.GET.get("q", "").strip()[:100]
    rows = client_rows(request.actor, ClientFilter(q=q, state="all"), size=20).rows if q else []
    return render(request, "firm/audit/choose.html", {"q": q, "rows": rows})


@staff_door
@require_safe
def show(request: Request, client_id: UUID, document_id: UUID | None = None) -> HttpResponse:
    return _page(request, _read(request, client_id, document_id))


@staff_door
@require_safe
def export(request: Request, client_id: UUID, document_id: UUID | None = None) -> HttpResponseBase:
    asked = _read(request, client_id, document_id)
    if asked.day is None or asked.seen is None:
        return _page(request, asked)
    name = _("who could see %s") % (asked.document or asked.client)
    record(request.actor, Name.CLIENTS_EXPORTED, Entry(client_id, None, document_id, {"name": name}))
    answer = StreamingHttpResponse(csv_lines(HEADS, _rows(asked)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="who-could-see-{asked.day}.csv"'
    return answer


def _page(request: Request, asked: Question) -> HttpResponse:
    context = {"asked": asked, "client": asked.client}
    if asked.seen:
        context |= {name: _by_person(getattr(asked.seen, name)) for name in ("people", "team")}
    return render(request, "firm/audit/seen.html", context, status=200 if asked.day else 422)


def _read(request: Request, client_id: UUID, document_id: UUID | None) -> Question:
    """The client and the file as far as the actor sees them, and the answer for the day, else for today."""
    client = get_object_or_404(Client.objects.visible_to(request.actor), pk=client_id)
    documents = Document.objects.visible_to(request.actor).filter(client=client)
    document = get_object_or_404(documents, pk=document_id) if document_id else None
    request.actor.require(Action.AUDIT_VIEW)
    zone = ZoneInfo(request.firm.time_zone)
    today = clock.now().astimezone(zone).date()
    form = DayForm(request.GET if "on" in request.GET else {"on": today.isoformat()})
    day = form.cleaned_data["on"] if form.is_valid() else None
    if day and not date(2000, 1, 1) <= day <= today:
        form.add_error("on", _("Choose today or a day before."))
        day = None
    if day is None:
        return Question(client, document, form, None, None)
    start, end = (datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1)))
    seen = who_saw(request.actor, client.pk, before=end, document_id=document_id).on(start, end)
    return Question(client, document, form, day, seen)


def _with_words(lines: list[Line]) -> list[tuple[Line, str]]:
    return [(line, str(WHY.get(line.why, line.why))) for line in lines]


def _by_person(lines: list[Line]) -> list[list[tuple[Line, str]]]:
    """Who was let in more than once stands there once, with each stretch."""
    return [list(stretches) for _, stretches in groupby(_with_words(lines), lambda each: each[0].subject_id)]


def _rows(asked: Question) -> Iterator[list[Any]]:
    seen = asked.seen or Seen([], [])
    for kind, lines in (("Person of the client", seen.people), ("Team", seen.team)):
        for line, why in _with_words(lines):
            yield _row(asked, kind, line, why)


def _row(asked: Question, kind: str, line: Line, why: str) -> list[Any]:
    moments = [each.isoformat() if each else "" for each in (line.start, line.end)]
    granted = line.granted_at.isoformat() if line.granted_at else ""
    file = str(asked.document) if asked.document else ""
    return [str(asked.day), str(asked.client), file, line.name, kind, why, *moments, line.granted_by, granted]
