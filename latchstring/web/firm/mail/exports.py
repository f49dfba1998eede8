"""The email log as a table for other programs."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from latchstring.audit.names import Name
from latchstring.audit.record import record
from latchstring.kernel.cells import neutralise
from latchstring.mail import log
from latchstring.mail.models import Message
from latchstring.policy.actions import Action
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.mail.lines import line_of
from latchstring.web.firm.mail.params import read

COLUMNS = ("Queued (UTC)", "Sent (UTC)", "Ended (UTC)", "To", "Name", "Kind", "Subject", "Outcome", "Reason", "Details")


@require_safe
@staff_door
def as_csv(request: Request) -> StreamingHttpResponse:
    request.actor.require(Action.CLIENTS_EXPORT)
    _form, where = read(request.actor, request.GET)
    found = log.all_of(request.actor, where)
    record(request.actor, Name.CLIENTS_EXPORTED, name="the email log")
    answer = StreamingHttpResponse(_rows(found.iterator(chunk_size=2000)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="emails.csv"'
    return answer


class _Echo:
    def write(self, line: str) -> str:
        return line


def _rows(messages: Iterator[Message]) -> Iterator[Any]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for message in messages:
        line = line_of(message)
        moments = (each.isoformat() if each else "" for each in (message.created_at, message.sent_at, message.ended_at))
        cells = (
            *moments, message.to_address, message.to_name, line.kind, line.subject, line.outcome, message.reason,
            message.detail,
        )  # fmt: skip
        yield writer.writerow([neutralise(str(cell)) for cell in cells])
