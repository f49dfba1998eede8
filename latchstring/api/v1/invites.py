"""Inviting contacts of a client to its portal."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404
from ninja import Router, Schema
from pydantic import Field

from latchstring.api.v1.bearer import needs
from latchstring.api.v1.clients import the_client
from latchstring.api.v1.once import PARAMETER, once
from latchstring.api.v1.problems import BadField
from latchstring.api.v1.requests import ApiRequest
from latchstring.api.v1.shapes import Body, Text
from latchstring.clients.models import Client, Contact
from latchstring.firms.models import Firm
from latchstring.policy.actions import Action
from latchstring.policy.token_scopes import TokenScope
from latchstring.portals.actions.invite import Invitee, Outcome, invite
from latchstring.portals.planning import Reason
from latchstring.portals.queries.reasons import sentence
from latchstring.portals.refusals import BadMessage

router = Router(tags=["invites"])


class Invitation(Body):
    """``contact_ids`` are contacts of this client; ``message`` is the personal part of the email."""

    client_id: UUID
    contact_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    message: Text = ""


class PersonOut(Schema):
    """``portal_user_id`` is null for who was passed over."""

    name: str
    portal_user_id: UUID | None = None
    outcome: Literal["sent", "resent", "linked", "skipped"]
    reason: Reason | None = None
    detail: str = ""


class Invited(Schema):
    """``linked`` is who had a login and is in at once, ``resent`` who got a new link instead of the earlier one."""

    people: list[PersonOut]


@router.post("", response=Invited, url_name="api-invites", **needs(TokenScope.INVITE, parameters=[PARAMETER]))
def invite_contacts(request: ApiRequest, body: Invitation) -> Any:
    """What becomes of each of them is in the answer. Send an `Idempotency-Key`, so that a second try invites once."""
    client = the_client(request, body.client_id)
    request.actor.require(Action.INVITE_SEND, client=client)
    contacts = _the_contacts(request, client, body.contact_ids)
    return once(request, body, lambda: _invited(request, client, contacts, body.message))


def _the_contacts(request: ApiRequest, client: Client, ids: list[UUID]) -> list[Any]:
    rows = Contact.objects.visible_to(request.actor).filter(client=client, pk__in=ids)
    found = list(rows.order_by("position", "id"))
    if len(found) != len(set(ids)):
        raise Http404
    if without := [contact.name for contact in found if not contact.address]:
        raise BadField("contact_ids", f"{without[0]} has no email address. Add one first.")
    return found


def _invited(request: ApiRequest, client: Client, contacts: list[Any], message: str) -> Invited:
    people = [Invitee(contact.email, contact.name, contact.pk) for contact in contacts]
    try:
        outcome = invite(request.actor, client, people=people, message=message)
    except BadMessage as error:
        raise BadField("message", str(error)) from error
    return Invited(people=_told(outcome, request.firm))


def _told(outcome: Outcome, firm: Firm) -> list[PersonOut]:
    groups: dict[Any, list[Any]] = {"sent": outcome.sent, "resent": outcome.resent, "linked": outcome.linked}
    done = [
        PersonOut(name=str(person), portal_user_id=person.pk, outcome=how)
        for how, people in groups.items()
        for person in people
    ]
    return done + [
        PersonOut(
            name=each.name,
            outcome="skipped",
            reason=each.reason,
            detail=f"{sentence(each.reason, each.detail, firm)}.",
        )
        for each in outcome.skipped
    ]
