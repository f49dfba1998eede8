"""The audit log: who did what, on which client, from where, when."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.audit.queries import log
from latchstring.audit.record import record
from latchstring.audit.sentences import sentence
from latchstring.kernel.cells import neutralise
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.audit.params import read

PAGE = 50
COLUMNS = ("When (UTC)", "What", "Who", "Kind", "Sentence", "Client", "Person", "From", "Browser")


@require_safe
@staff_door
def index(request: Request) -> HttpResponse:
    form, where, before = read(request.GET, request.firm.time_zone)
    events = list(log(request.actor, where, before=before)[: PAGE + 1])
    older = request.GET.copy()
    if len(events) > PAGE:
        older["before"] = str(events[PAGE - 1].pk)
    rows = [(event, sentence(event)) for event in events[:PAGE]]
    page = {"form": form, "rows": rows, "older": older.urlencode() if len(events) > PAGE else "", "paged": before}
    return render(request, "firm/audit/index.html", page)


@require_safe
@staff_door
def export(request: Request) -> StreamingHttpResponse:
    _, where, _ = read(request.GET, request.firm.time_zone)
    events = log(request.actor, where).iterator(chunk_size=2000)
    record(request.actor, Name.CLIENTS_EXPORTED, name="the audit log")
    answer = StreamingHttpResponse(_lines(events), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit-log.csv"'
    return answer


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(events: Iterator[Event]) -> Iterator[Any]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for event in events:
        cells = (
            event.created_at.isoformat(), event.name, event.actor_name, event.actor_kind, sentence(event),
            event.client_id or "", event.person_id or "", event.address or "", event.user_agent,
        )  # fmt: skip
        yield writer.writerow([neutralise(str(cell)) for cell in cells])
