"""What became of emails, carried over to the people, access and clients that they were about."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_many
from latchstring.clients import reach
from latchstring.clients.models import Contact
from latchstring.kernel import clock
from latchstring.mail.addresses import key_of
from latchstring.mail.models import AddressState, Message, State
from latchstring.policy.actor import system_actor
from latchstring.portals.models import PortalUser
from latchstring.portals.newest import follow_newest
from latchstring.portals.status import status_case
from latchstring.portals.withdrawing import withdraw

_DEAD = frozenset({State.INACTIVE, State.COMPLAINED, State.WITHHELD})


@transaction.atomic
def outcomes(message_ids: Collection[UUID]) -> None:
    """Carry over what became of these messages; a constant number of statements, safe to run twice."""
    rows = list(Message.objects.filter(pk__in=message_ids).values_list("pk", "firm_id", "state", "to_address"))
    people = lock(PortalUser.objects.filter(invites__message__in=message_ids).values("pk"))
    cancelled = [pk for pk, _, state, _ in rows if state == State.CANCELLED]
    if cancelled:
        withdraw(cancelled)
    if people:
        follow_newest(people)
    for firm_id in {firm_id for _, firm_id, state, _ in rows if state in _DEAD}:
        dead = {key_of(to) for _, firm, state, to in rows if firm == firm_id and state in _DEAD}
        addresses_changed(firm_id, dead)


def lock(which: QuerySet[Any]) -> list[UUID]:
    people = PortalUser.objects.filter(pk__in=which).select_for_update().order_by("pk")
    return list(people.values_list("pk", flat=True))


@transaction.atomic
def addresses_changed(firm_id: UUID, addresses: Collection[str]) -> None:
    """Whether these addresses are inactive, as mail knows it, onto their people and their clients."""
    people = lock(PortalUser.objects.filter(firm=firm_id, address__in=addresses).values("pk"))
    states = AddressState.objects.filter(firm=OuterRef("firm"), address=OuterRef("address"))
    rows = PortalUser.objects.filter(pk__in=people)
    before = set(rows.filter(email_inactive_at=None).values_list("pk", flat=True))
    rows.update(
        email_inactive_at=Subquery(states.values("inactive_since")[:1]),
        email_inactive_reason=_reason(states),
    )
    rows.update(status_order=status_case(clock.now()))
    dead = rows.filter(pk__in=before, email_inactive_at__isnull=False)
    entries = [
        Entry(person_id=person, detail={"address": address, "reason": reason})
        for person, address, reason in dead.values_list("pk", "address", "email_inactive_reason")
    ]
    record_many(system_actor(firm_id), Name.EMAIL_INACTIVE, entries)
    clients = Contact.objects.filter(firm=firm_id, address__in=addresses).order_by().values_list("client_id", flat=True)
    reach.refresh(firm_id, set(clients))


def _reason(states: QuerySet[Any]) -> Any:
    inactive = states.filter(inactive_since__isnull=False)
    return Coalesce(Subquery(inactive.values("reason")[:1]), Value(""))
