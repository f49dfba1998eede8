"""Clients, with their contacts."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from latchstring.api.v1.bearer import needs
from latchstring.api.v1.requests import ApiRequest
from latchstring.api.v1.shapes import Limit, Listing, Place, Search, page_of, readable
from latchstring.clients.models import Client
from latchstring.clients.queries import ClientFilter, client_rows
from latchstring.policy.actions import Action
from latchstring.policy.token_scopes import TokenScope

router = Router(tags=["clients"])


class MemberOut(Schema):
    id: UUID
    name: str


class ClientOut(Schema):
    """``portal_people`` are those with access, ``accepted_people`` those of them who came in."""

    id: UUID
    number: str
    name: str
    kind: str
    phone: str
    street: str
    city: str
    region: str
    postcode: str
    fiscal_year_end: str
    responsible: MemberOut | None
    tags: list[str]
    portal_people: int
    accepted_people: int
    created_at: datetime
    archived_at: Annotated[datetime | None, Field(validation_alias="inactive_at")]

    @staticmethod
    def resolve_tags(client: Client) -> list[str]:
        return sorted(tag.name for tag in client.tags.all())


class ContactOut(Schema):
    id: UUID
    name: str
    email: str
    phone: str
    relation: str


class ClientWithContacts(ClientOut):
    contacts: list[ContactOut]

    @staticmethod
    def resolve_contacts(client: Client) -> list[Any]:
        return list(client.contacts.all())


class ClientPage(Listing):
    items: list[ClientOut]


@router.get("", response=ClientPage, url_name="api-clients", **needs(TokenScope.READ))
def list_clients(
    request: ApiRequest,
    *,
    q: Search = "",
    state: Literal["active", "inactive", "all"] = "active",
    tag: Search = "",
    portal: Literal["", "none", "invited", "accepted"] = "",
    cursor: Place = "",
    limit: Limit = 50,
) -> Any:
    """By name. `q` is any part of a name, number, contact or email address."""
    request.actor.require(Action.CLIENT_VIEW)
    wanted = ClientFilter(q=q, state=state, tag=tag, portal=portal)
    found = client_rows(request.actor, wanted, "name", readable(cursor, "sort_name"), limit)
    return page_of(found.rows, found.next)


@router.get("/{uuid:client_id}", response=ClientWithContacts, url_name="api-client", **needs(TokenScope.READ))
def show_client(request: ApiRequest, client_id: UUID) -> Any:
    client = the_client(request, client_id)
    request.actor.require(Action.CLIENT_VIEW, client=client)
    return client


def the_client(request: ApiRequest, client_id: UUID) -> Any:
    rows = Client.objects.visible_to(request.actor).select_related("responsible")
    return get_object_or_404(rows, pk=client_id)
