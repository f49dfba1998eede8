"""The audit events of the demo's past, with the moments at which they would have been written."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.cli.demo_firm.clients import Told
from latchstring.cli.demo_firm.story import Story
from latchstring.kernel.ids import uuid7_at
from latchstring.policy.actor import Actor, Kind
from latchstring.portals.models import PortalUser


def event(moment: datetime, **values: Any) -> Event:
    """The log is read in the order of its keys: this one has the key of its moment."""
    return Event(id=uuid7_at(moment), created_at=moment, **values)


def write(actor: Actor, person: PortalUser, told: Told, tale: Story) -> None:
    Event.objects.bulk_create(
        event(
            moment,
            firm_id=actor.firm_id,
            name=name,
            actor_kind=kind,
            actor_id={Kind.STAFF: actor.member_id, Kind.CLIENT: person.pk}.get(kind),
            actor_name={Kind.STAFF: actor.name, Kind.CLIENT: person.name}.get(kind, "Latchstring"),
            client_id=told.client.pk,
            person_id=person.pk,
            detail={"name": person.name},
        )
        for name, kind, moment in _events(tale)
    )


def _events(tale: Story) -> Iterator[tuple[Name, Kind, datetime]]:
    yield Name.INVITE_SENT, Kind.STAFF, tale.queued_at
    told = (
        (Name.EMAIL_INACTIVE, Kind.SYSTEM, tale.came_back_at),
        (Name.INVITE_OPENED, Kind.CLIENT, tale.opened_at),
        (Name.LOGIN_MADE, Kind.CLIENT, tale.accepted_at),
        (Name.ACCESS_ACCEPTED, Kind.CLIENT, tale.accepted_at),
        (Name.LOGGED_IN, Kind.CLIENT, tale.accepted_at),
        (Name.ACCESS_REMOVED, Kind.STAFF, tale.removed_at),
        (Name.LOGGED_IN, Kind.CLIENT, tale.last_login_at if tale.last_login_at != tale.accepted_at else None),
    )
    for place, (name, kind, moment) in enumerate(told):
        if moment:
            yield name, kind, moment + timedelta(milliseconds=place)
