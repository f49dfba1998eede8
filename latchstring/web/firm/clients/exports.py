"""All clients as a file, with the filter and order of the page it was asked from."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from latchstring.clients.actions.export_clients import export_clients
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.params import ListQuery
from latchstring.web.firm.manager.exports import XLSX
from latchstring.web.firm.manager.tables import Row, csv_lines, xlsx_chunks

HEADS = (
    "Client number", "Client name", "Type", "Contact", "Email", "Phone", "Responsible", "Tags", "Portal users",
    "Accepted", "Status",
)  # fmt: skip


@staff_door
@require_safe
def as_csv(request: Request) -> StreamingHttpResponse:
    return _download("clients.csv", "text/csv; charset=utf-8", csv_lines(HEADS, _rows(request)))


@staff_door
@require_safe
def as_xlsx(request: Request) -> StreamingHttpResponse:
    return _download("clients.xlsx", XLSX, xlsx_chunks(HEADS, _rows(request)))


def _rows(request: Request) -> Iterator[Row]:
    query = ListQuery.of(request.GET)
    return export_clients(request.actor, query.filter, query.sort)


def _download(name: str, kind: str, body: Iterator[str] | Iterator[bytes]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
