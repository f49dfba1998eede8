"""Portal users: the rows of the Manager, one of them, and what can be done for them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from latchstring.api.v1.bearer import needs
from latchstring.api.v1.clients import the_client
from latchstring.api.v1.once import PARAMETER, once
from latchstring.api.v1.problems import Impossible
from latchstring.api.v1.requests import ApiRequest
from latchstring.api.v1.shapes import Body, Limit, Listing, Place, Search, page_of, readable
from latchstring.policy.actions import Action
from latchstring.policy.scopes import Scope
from latchstring.policy.token_scopes import TokenScope
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.models import PortalUser
from latchstring.portals.queries.manager import ManagerFilter, manager_rows, rows_of
from latchstring.portals.refusals import Refusal
from latchstring.portals.status import Status

router = Router(tags=["portal users"])
Show = Literal["all", "invited", "logged-in", "expired", "expiring", "inactive", "never", "quiet", "removed"]


class ClientNameOut(Schema):
    """A client that the person has access to, what is open there, and until when."""

    id: UUID
    name: str
    scope: Scope
    ends_at: datetime | None


class PortalUserOut(Schema):
    """``clients`` are the first three that the token sees, of ``client_count``."""

    id: UUID
    name: str
    email: str
    status: Status
    invited_at: datetime
    expires_at: Annotated[datetime, Field(description="When the link in the invite ends, or ended.")]
    removed_at: datetime | None
    last_login_at: datetime | None
    web_sessions: int
    email_inactive_at: datetime | None
    email_inactive_reason: str
    not_delivered_reason: str
    suspended_at: datetime | None
    clients: list[ClientNameOut]
    client_count: int


class PortalUserPage(Listing):
    items: list[PortalUserOut]


class Resent(Schema):
    """``invite`` is a new link, and the earlier one is dead; ``way-back`` is for who has accepted."""

    sent: Literal["invite", "way-back"]
    expires_at: datetime | None


class Removal(Body):
    """Without a client, from every client that the token sees."""

    client_id: UUID | None = None


class Removed(Schema):
    client_ids: list[UUID]


@router.get("", response=PortalUserPage, url_name="api-portal-users", **needs(TokenScope.READ))
def list_portal_users(
    request: ApiRequest,
    *,
    show: Show = "all",
    q: Search = "",
    team: UUID | None = None,
    tag: Search = "",
    cursor: Place = "",
    limit: Limit = 50,
) -> Any:
    """By name. `team` is the team member who is responsible for the client, `q` any part of a name or email address."""
    request.actor.require(Action.PORTALS_MANAGE)
    wanted = ManagerFilter(show=show, q=q.strip(), team=team, tag=tag)
    found = manager_rows(request.actor, wanted, "name", readable(cursor, "sort_name"), limit)
    return page_of(found.rows, found.next)


@router.get("/{uuid:person_id}", response=PortalUserOut, url_name="api-portal-user", **needs(TokenScope.READ))
def show_portal_user(request: ApiRequest, person_id: UUID) -> Any:
    person = _the_person(request, person_id)
    request.actor.require(Action.CLIENT_VIEW)
    return rows_of(request.actor, [person.pk])[0]


@router.post(
    "/{uuid:person_id}/resend",
    response=Resent,
    url_name="api-resend",
    **needs(TokenScope.INVITE, parameters=[PARAMETER]),
)
def resend_invite(request: ApiRequest, person_id: UUID) -> Any:
    """A new link and a new expiry; the earlier link is dead. The way back in for who has accepted."""
    person = _the_person(request, person_id)
    request.actor.require(Action.INVITE_SEND)

    def do() -> Resent:
        try:
            invite = resend(request.actor, person)
        except Refusal as refusal:
            raise Impossible(str(refusal)) from refusal
        return Resent(sent="invite" if invite else "way-back", expires_at=invite.expires_at if invite else None)

    return once(request, None, do)


@router.post(
    "/{uuid:person_id}/remove-access",
    response=Removed,
    url_name="api-remove",
    **needs(TokenScope.REMOVE, parameters=[PARAMETER]),
)
def remove(request: ApiRequest, person_id: UUID, body: Removal) -> Any:
    """Links, sessions and waiting emails end with it. Twice is once."""
    person = _the_person(request, person_id)
    client = the_client(request, body.client_id) if body.client_id else None
    request.actor.require(Action.ACCESS_REMOVE, client=client)

    def do() -> Removed:
        ended = remove_access(request.actor, person, client=client)
        return Removed(client_ids=[access.client_id for access in ended])

    return once(request, body, do)


def _the_person(request: ApiRequest, person_id: UUID) -> Any:
    return get_object_or_404(PortalUser.objects.visible_to(request.actor), pk=person_id)
