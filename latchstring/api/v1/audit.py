"""The audit log, newest first."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from latchstring.api.v1.bearer import needs
from latchstring.api.v1.requests import ApiRequest
from latchstring.api.v1.shapes import Day, Limit, Listing, Search, page_of
from latchstring.audit.models import Event
from latchstring.audit.queries import LogFilter, log
from latchstring.audit.sentences import sentence
from latchstring.policy.token_scopes import TokenScope

router = Router(tags=["audit"])


class EventOut(Schema):
    id: UUID
    name: Annotated[str, Field(examples=["invite.sent"])]
    at: Annotated[datetime, Field(validation_alias="created_at")]
    sentence: str
    actor_kind: str
    actor_id: UUID | None
    actor_name: str
    client_id: UUID | None
    person_id: UUID | None
    subject_id: UUID | None
    address: str | None
    user_agent: str

    @staticmethod
    def resolve_sentence(event: Event) -> str:
        return sentence(event)


class EventPage(Listing):
    items: list[EventOut]


@router.get("", response=EventPage, url_name="api-audit", **needs(TokenScope.AUDIT))
def list_events(
    request: ApiRequest,
    *,
    q: Search = "",
    name: Search = "",
    since: Day | None = None,
    until: Day | None = None,
    cursor: UUID | None = None,
    limit: Limit = 50,
) -> Any:
    """`name` is an event’s name or the part before its dot; the days are the firm’s, both included."""
    where = LogFilter(q=q, name=name, since=since, until=until, zone=request.firm.time_zone)
    events = list(log(request.actor, where, before=cursor)[: limit + 1])
    return page_of(events[:limit], str(events[limit - 1].pk) if len(events) > limit else "")
