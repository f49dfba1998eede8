"""The client records that a person can open, and which one they looked at last."""

from typing import Any

from latchstring.clients.models import Client
from latchstring.web.common.requests import Request

_LAST = "record"


def open_to(request: Request) -> list[Client]:
    """By name; never empty behind the client door."""
    return list(Client.objects.visible_to(request.actor).order_by("sort_name", "pk"))


def remember(request: Request, record: Client) -> None:
    if request.session.get(_LAST) != str(record.pk):
        request.session[_LAST] = str(record.pk)


def shown(request: Request, record: Client | None = None) -> dict[str, Any]:
    """What the switcher needs: the records, and the given, the last or the first one."""
    records = open_to(request)
    last = request.session.get(_LAST)
    return {
        "records": records,
        "record": record or next((each for each in records if str(each.pk) == last), records[0]),
    }
