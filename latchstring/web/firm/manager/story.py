"""What a person's page tells: the facts, each client record, and everything that happened."""

from typing import Any

from latchstring.audit.models import Event
from latchstring.audit.queries import of_person
from latchstring.audit.sentences import sentence
from latchstring.clients import counts
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.models import Access, PortalUser
from latchstring.portals.queries.way import way
from latchstring.portals.status import UNDER_WAY, is_over, status_of
from latchstring.web.firm.manager.timeline import mail_steps

MANY = 100
GLYPHS = {
    "invite.sent": "send",
    "invite.resent": "resend",
    "access.granted": "users",
    "access.accepted": "check",
    "access.removed": "user-minus",
    "access.changed": "lock",
    "access.ended": "user-minus",
    "email.changed": "pencil",
    "email.inactive": "alert",
    "invite.opened": "link",
    "invite.declined": "x",
    "invite.reminded": "clock",
    "emails.stopped": "ban",
    "login.made": "user-plus",
    "login.succeeded": "user",
}


def story(actor: Actor, person: PortalUser) -> dict[str, Any]:
    now = clock.now()
    accesses = list(
        Access.objects.visible_to(actor)
        .filter(person=person)
        .select_related("client")
        .order_by("client__sort_name", "id")[:300]
    )
    seen = {access.client_id for access in accesses}
    events = [
        (event.created_at, GLYPHS.get(event.name, "activity"), _told(event, person))
        for event in of_person(actor, person.pk, MANY)
        if event.client_id is None or event.client_id in seen or actor.client_ids is None
    ]
    return {
        "person": person,
        "status": status_of(person, now),
        "not_delivered": person.not_delivered_reason if status_of(person, now) in UNDER_WAY else "",
        "removed": is_over(person, now),
        "records": [(access, status_of(access, now, person=person)) for access in accesses],
        "way": way(actor, person),
        "timeline": sorted([*events, *mail_steps(actor, person)], key=lambda step: step[0], reverse=True)[:MANY],
        "may_invite": actor.may(Action.INVITE_SEND),
        "may_email": actor.may(Action.EMAIL_CHANGE),
        "may_remove": actor.may(Action.ACCESS_REMOVE),
        "may_change": actor.may(Action.ACCESS_CHANGE),
        "recording_since": counts.get(actor.firm_id).recording_since,
    }


def _told(event: Event, person: PortalUser) -> str:
    """Here an event is about this person, whoever it names."""
    event.detail = {"name": str(person)} | event.detail
    return sentence(event)
