"""The client records that a person can open, and which one they looked at last."""

from typing import Any

from latchstring.clients.models import Client
from latchstring.policy.roles import PORTAL_ACTIONS
from latchstring.portals.insight import knows_people
from latchstring.web.common.requests import Request

_LAST = "record"


def open_to(request: Request) -> list[Client]:
    """By name; never empty behind the client door."""
    return list(Client.objects.visible_to(request.actor).order_by("sort_name", "pk"))


def remember(request: Request, record: Client) -> None:
    if request.session.get(_LAST) != str(record.pk):
        request.session[_LAST] = str(record.pk)


def shown(request: Request, record: Client | None = None) -> dict[str, Any]:
    """What every page needs: the records, the given, the last or the first one, and what they may do there."""
    records = open_to(request)
    last = request.session.get(_LAST)
    record = record or next((each for each in records if str(each.pk) == last), records[0])
    opens = {action for action in PORTAL_ACTIONS if request.actor.may(action, client=record)}
    shut = not opens and record.pk in request.actor.narrowed
    knows = knows_people(request.actor, record.pk)
    return {"records": records, "record": record, "opens": opens, "shut": shut, "knows": knows}
