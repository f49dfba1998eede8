"""The rows of a list as a file, with the filter and order of the page they were asked from."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from latchstring.portals.actions.export_rows import export_clients, export_people
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.doors import manager_door
from latchstring.web.firm.manager.params import ListQuery
from latchstring.web.firm.manager.tables import Row, csv_lines, xlsx_chunks

PEOPLE = (
    "Portal user", "Email", "Client records", "Status", "Invited", "Last login", "Web sessions",
    "Email inactive since", "Why", "Client number", "Tags", "What is open", "Last day",
)  # fmt: skip
CLIENTS = (
    "Client", "Type", "Contact", "Email", "Team member", "Status", "Client number", "Tags", "Why it can’t be invited",
)  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@manager_door
def as_csv(request: Request) -> StreamingHttpResponse:
    return _download("client-portals.csv", "text/csv; charset=utf-8", csv_lines(*_table(request)))


@require_safe
@manager_door
def as_xlsx(request: Request) -> StreamingHttpResponse:
    return _download("client-portals.xlsx", XLSX, xlsx_chunks(*_table(request)))


def _download(name: str, kind: str, body: Iterator[str] | Iterator[bytes]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _table(request: Request) -> tuple[tuple[str, ...], Iterator[Row]]:
    if request.GET.get("list") == "without":
        query = ListQuery.of_clients(request.GET)
        return CLIENTS, export_clients(request.actor, query.clients, query.sort)
    query = ListQuery.of_people(request.GET)
    return PEOPLE, export_people(request.actor, query.people, query.sort)
