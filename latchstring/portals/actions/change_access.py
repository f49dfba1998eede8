"""Narrow or widen what a person may open at one client, and set the last day on which they may."""

from datetime import date, datetime

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.licences import Licence
from latchstring.policy.scopes import PARTS, Scope
from latchstring.portals import ends, kept, links, telling
from latchstring.portals.models import Access, PortalUser
from latchstring.portals.refusals import Refusal

KINDS = {Licence.FILES: "file-shared"}
"""The emails that tell of each part of the product."""


@transaction.atomic
def change_access(actor: Actor, access: Access, *, scope: Scope, until: date | None) -> Access:
    """``until`` is the last day, where the firm is; None for no end. Bites on the person's next request.

    Raises BadEnd for a day that is not ahead, unless it is the one already set; Refusal where access is over.
    """
    actor.require(Action.ACCESS_CHANGE, client=access.client)
    firm = Firm.objects.get(pk=actor.firm_id)
    person = PortalUser.objects.select_for_update().get(pk=access.person_id, firm=firm)
    row: Access | None = Access.objects.live().select_related("client").filter(pk=access.pk).first()
    if row is None:
        raise Refusal(f"{person} has no access any more. Send a new invite from the client record.")
    row.person = person
    before = row.scope, row.ends_at
    if until is None or row.ends_at is None or until != ends.last_day(row.ends_at, firm):
        row.ends_at = ends.end_of(until, firm) if until else None
    row.scope = scope
    if (row.scope, row.ends_at) == before:
        return row
    row.end_told_at = _told(row)
    row.save(update_fields=["scope", "ends_at", "end_told_at"])
    _take_back(row, Scope(before[0]))
    links.restate(person.pk, row.client_id, ends.to_client(row.scope, row.ends_at, firm))
    if row.accepted_at and not row.client.inactive_at:
        telling.of_change(actor, row, firm)
    kept.touch_people([person.pk])
    detail = {"name": str(person), "from": ends.in_full(*before, firm), "to": ends.in_full(scope, row.ends_at, firm)}
    detail |= ends.in_data(scope, row.ends_at)
    record(actor, Name.ACCESS_CHANGED, Entry(row.client_id, person.pk, row.pk, detail))
    return row


def _told(row: Access) -> datetime | None:
    """A last day that is near already is told with the change itself."""
    now = clock.now()
    return now if row.ends_at and row.ends_at <= now + telling.AHEAD else None


def _take_back(row: Access, before: Scope) -> None:
    """Emails that have not left, about what is shut now."""
    kinds = [KINDS[part] for part in PARTS[before] - PARTS[Scope(row.scope)] if part in KINDS]
    if kinds:
        links.cancel_notices([row], clock.now(), "The access was narrowed.", kinds=kinds)
