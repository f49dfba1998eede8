"""Why somebody can't get in: the one reason that comes first, and what mends it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from latchstring.accounts import factors
from latchstring.clients.models import Contact
from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.portals.models import Access, PortalUser
from latchstring.portals.pins import MOST_TRIES
from latchstring.portals.search import found_by_themselves, people_found
from latchstring.portals.status import Status, status_of

MOST = 10


class Why(StrEnum):
    NO_EMAIL = "no-email"
    NOT_INVITED = "not-invited"
    REMOVED = "removed"
    ENDED = "ended"
    ARCHIVED = "archived"
    EMAIL_INACTIVE = "email-inactive"
    QUEUED = "queued"
    NOT_DELIVERED = "not-delivered"
    NOT_ACCEPTED = "not-accepted"
    EXPIRED = "expired"
    LOCKED = "locked"
    SUSPENDED = "suspended"
    SECOND_STEP = "second-step"
    PIN_SHUT = "pin-shut"
    PIN = "pin"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Finding:
    """``person`` is None for a contact who was never invited; ``since`` is the day of the reason, where it has one."""

    why: Why
    name: str
    email: str
    person: PortalUser | None = None
    client_id: UUID | None = None
    contact_id: UUID | None = None
    since: datetime | None = None
    detail: str = ""


def diagnose(actor: Actor, text: str) -> list[Finding]:
    """Those whose name or email it is, contacts without a portal last; else the people of a client; ten at most."""
    people = _of_people(actor, found_by_themselves(text))
    known = {finding.person.address for finding in people if finding.person}
    found = [*people, *_of_contacts(actor, text, known)][:MOST]
    return found or _of_people(actor, people_found(actor, text))


def _of_people(actor: Actor, ids: QuerySet[Any]) -> list[Finding]:
    people = PortalUser.objects.visible_to(actor).filter(pk__in=ids).select_related("user")
    return [_of_person(actor, person) for person in people.order_by("sort_name", "pk")[:MOST]]


_DETAILS = {
    Why.EMAIL_INACTIVE: attrgetter("email_inactive_reason"),
    Why.NOT_DELIVERED: attrgetter("not_delivered_reason"),
}


def _of_person(actor: Actor, person: PortalUser) -> Finding:
    rows = Access.objects.visible_to(actor).filter(person=person).select_related("client").order_by("-granted_at")
    why, access, since = _reason(person, list(rows), clock.now())
    return Finding(
        why,
        name=str(person),
        email=person.email,
        person=person,
        client_id=access.client_id if access else None,
        since=since,
        detail=_DETAILS[why](person) if why in _DETAILS else "",
    )


def _reason(person: PortalUser, rows: list[Any], now: datetime) -> tuple[Why, Any, datetime | None]:
    live = [row for row in rows if not row.removed_at and (row.ends_at is None or row.ends_at > now)]
    if not live:
        last = rows[0] if rows else None
        if last is not None and last.has_ended:
            return Why.ENDED, last, last.ends_at
        return Why.REMOVED, last, last.removed_at if last else None
    active = [row for row in live if row.client.inactive_at is None]
    if not active:
        return Why.ARCHIVED, live[0], live[0].client.inactive_at
    if not any(row.accepted_at for row in active):
        return _not_accepted(person, active[0], now)
    return _with_login(person, active[0])


def _not_accepted(person: PortalUser, access: Any, now: datetime) -> tuple[Why, Any, datetime | None]:
    status = status_of(person, now)
    if status is Status.EMAIL_INACTIVE:
        return Why.EMAIL_INACTIVE, access, person.email_inactive_at
    if status is Status.EXPIRED:
        return Why.EXPIRED, access, person.expires_at
    if person.not_delivered_reason:
        return Why.NOT_DELIVERED, access, person.queued_at
    if status is Status.QUEUED:
        return Why.QUEUED, access, person.queued_at
    return Why.NOT_ACCEPTED, access, person.sent_at


def _with_login(person: PortalUser, access: Any) -> tuple[Why, Any, datetime | None]:
    if person.user is None or not person.user.is_active:
        return Why.LOCKED, access, None
    if person.suspended_at:
        return Why.SUSPENDED, access, person.suspended_at
    if person.email_inactive_at:
        return Why.EMAIL_INACTIVE, access, person.email_inactive_at
    if person.pin and person.pin_tries >= MOST_TRIES and not person.passkeys:
        return Why.PIN_SHUT, access, None
    if factors.has_any(person.user.pk):
        return Why.SECOND_STEP, access, person.last_login_at
    return Why.PIN if person.is_locked else Why.NOTHING, access, person.last_login_at


def _of_contacts(actor: Actor, text: str, known: Iterable[str]) -> list[Finding]:
    words = text.strip()
    rows = Contact.objects.visible_to(actor).filter(client__inactive_at=None)
    rows = rows.filter(Q(name__icontains=words) | Q(email__icontains=words))
    has_portal = PortalUser.objects.filter(firm=actor.firm_id, address=OuterRef("address"))
    rows = rows.exclude(Exists(has_portal)).exclude(address__in=set(known) - {""})
    return [
        Finding(
            Why.NOT_INVITED if row.email else Why.NO_EMAIL,
            name=row.name,
            email=row.email,
            client_id=row.client_id,
            contact_id=row.pk,
        )
        for row in rows.order_by("name", "pk")[:MOST]
    ]
