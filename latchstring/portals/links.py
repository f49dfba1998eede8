"""What happens to the links of people: newer ones take over, removed ones die."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from latchstring.mail.models import WAITING, Message, State
from latchstring.portals.models import Access, Invite

INVITE = "invite"


def open_invites(person_ids: Collection[UUID]) -> QuerySet[Any]:
    return Invite.objects.filter(person__in=person_ids, accepted_at=None, superseded_at=None, revoked_at=None)


def supersede(person_ids: Collection[UUID], now: datetime) -> None:
    """A newer invite is on its way; one that has not left yet never does."""
    if person_ids:
        _end(open_invites(person_ids), "A newer invite was sent.", superseded_at=now)


def revoke(person_ids: Collection[UUID], now: datetime, reason: str) -> None:
    """Every link of these people dies for good, also the spent and superseded ones."""
    _end(Invite.objects.filter(person__in=person_ids, revoked_at=None), reason, revoked_at=now)


def go_on_without(pairs: Collection[tuple[UUID, UUID]]) -> None:
    """An invite that named a client no longer open goes on for another one that waits for the person."""
    for invite in open_invites({person for person, _ in pairs}).select_related("message"):
        if (invite.person_id, invite.client_id) not in pairs:
            continue
        rest = Access.objects.live().filter(person=invite.person_id).select_related("client")
        other = rest.order_by("client__sort_name", "id").first()
        if other:
            Invite.objects.filter(pk=invite.pk).update(client=other.client)
            fields = invite.message.fields | {"client_name": other.client.name}
            Message.objects.filter(pk=invite.message_id, state__in=WAITING).update(fields=fields)


def restate(person_id: UUID, client_id: UUID, limits: str) -> None:
    """Invites and reminders that have not left name the limits as they are now."""
    invites = open_invites({person_id}).filter(client=client_id)
    waiting = Message.objects.select_for_update().filter(link_subject__in=invites.values("pk"), state__in=WAITING)
    for message in waiting:
        message.fields |= {"limits": limits}
        message.save(update_fields=["fields"])


def cancel_notices(rows: Iterable[Access], now: datetime, reason: str, *, kinds: Collection[str] = ()) -> None:
    """Emails that still wait to say what can be seen of these clients; only of these kinds where some are given."""
    gone = {(row.person_id, str(row.client_id)) for row in rows}
    waiting = Message.objects.filter(link_subject__in={person for person, _ in gone}, state__in=WAITING)
    if kinds:
        waiting = waiting.filter(kind__in=kinds)
    dead = [
        pk
        for pk, person_id, fields in waiting.values_list("pk", "link_subject", "fields")
        if (person_id, fields.get("client_id")) in gone
    ]
    Message.objects.filter(pk__in=dead, state__in=WAITING).update(**_cancelled(reason, now))


def _end(invites: QuerySet[Any], reason: str, **moment: datetime) -> None:
    waiting = Message.objects.filter(link_subject__in=invites.values("pk"), state__in=WAITING)
    waiting.update(**_cancelled(reason, next(iter(moment.values()))))
    invites.update(**moment)


def _cancelled(reason: str, now: datetime) -> dict[str, Any]:
    return {"state": State.CANCELLED, "reason": reason, "ended_at": now, "settled": True}
