"""Everything the first page of a client's record shows."""

import re
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from latchstring.clients.models import Client, Contact, Link, Note, Tag
from latchstring.files.queries import listing
from latchstring.kernel.date_styles import style_of
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.models import ReminderPause
from latchstring.portals.queries.asks import waiting_for
from latchstring.portals.status import UNDER_WAY, Status
from latchstring.web.firm.clients.people import people_of
from latchstring.web.firm.clients.tabs import head, team_of
from latchstring.web.firm.clients.timeline import timeline

MOMENTS = 10
NOTES = 3
FILES = 3


def overview(actor: Actor, client: Client) -> dict[str, Any]:
    people = people_of(actor, client)
    may_invite = actor.may(Action.INVITE_SEND, client=client)
    tags = list(client.tags.order_by("name"))
    return head(actor, client) | {
        "contacts": Contact.objects.visible_to(actor).filter(client=client),
        "people": [person for person in people if person.status != Status.REMOVED],
        "removed": [person for person in people if person.status == Status.REMOVED],
        "asks": waiting_for(actor, client),
        "files": listing.newest(actor, client, size=FILES) if actor.may(Action.FILES_VIEW, client=client) else None,
        "waits": any(person.status in UNDER_WAY for person in people),
        "paused": ReminderPause.objects.visible_to(actor).filter(client=client).exists(),
        "closed": all(person.status in (Status.NOT_INVITED, Status.REMOVED) for person in people),
        "facts": _facts(client),
        "links": links_of(actor, client),
        "team": team_of(actor, client),
        "tags": tags,
        "other_tags": Tag.objects.visible_to(actor).exclude(pk__in=[tag.pk for tag in tags]).order_by("name")[:200],
        "notes": newest_notes(actor, client)[:NOTES],
        "moments": timeline(actor, client.pk, MOMENTS),
        "may_act": may_invite,
        "may_invite": may_invite and not client.inactive_at,
        "may_share": actor.may(Action.FILES_SHARE, client=client) and not client.inactive_at,
    }


def newest_notes(actor: Actor, client: Client) -> Any:
    """The pinned ones first."""
    notes = Note.objects.visible_to(actor).filter(client=client, deleted_at=None)
    return notes.order_by(F("pinned_at").desc(nulls_last=True), "-id")


def links_of(actor: Actor, client: Client) -> list[Link]:
    """The linked clients that the actor sees as well."""
    rows = Link.objects.visible_to(actor).filter(client=client).select_related("other").order_by("other__sort_name")
    seen = set(
        Client.objects.visible_to(actor).filter(pk__in=[row.other_id for row in rows]).values_list("pk", flat=True)
    )
    return [row for row in rows if row.other_id in seen]


def _facts(client: Client) -> list[tuple[str, str]]:
    place = " ".join(part for part in (client.region, client.postcode) if part)
    facts = (
        (_("Number"), client.number),
        (_("Phone"), client.phone),
        (_("Address"), ", ".join(part for part in (client.street, client.city, place) if part)),
        (_("Year end"), _day(client.fiscal_year_end)),
    )
    return [(label, value) for label, value in facts if value]


def _day(typed: str) -> str:
    """A day of any year in words; what is none as it was typed."""
    try:
        first, second = map(int, re.split("[-/.]", typed))
        month, day = (second, first) if first > 12 else (first, second)
        return style_of(get_language()).long_day.format(date(2024, month, day))  # a leap year
    except ValueError:
        return typed
