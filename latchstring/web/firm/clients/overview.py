"""Everything a client's record shows."""

from typing import Any

from django.utils.translation import gettext as _

from latchstring.accounts.models import TeamMember
from latchstring.clients.models import Client, Contact
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.status import Status
from latchstring.web.firm.clients.people import people_of
from latchstring.web.firm.clients.timeline import timeline


def overview(actor: Actor, client: Client) -> dict[str, Any]:
    people = people_of(actor, client)
    names = _team(actor, client)
    may_invite = actor.may(Action.INVITE_SEND, client=client)
    return {
        "client": client,
        "lead": _lead(client, names),
        "contacts": Contact.objects.visible_to(actor).filter(client=client),
        "people": people,
        "closed": all(person.status in (Status.NOT_INVITED, Status.REMOVED) for person in people),
        "facts": _facts(client, names),
        "tags": list(client.tags.order_by("name")),
        "moments": timeline(actor, client.pk),
        "may_edit": actor.may(Action.CLIENT_EDIT, client=client),
        "may_act": may_invite,
        "may_invite": may_invite and not client.inactive_at,
    }


def _team(actor: Actor, client: Client) -> list[str]:
    """The names of everybody assigned, the responsible one first."""
    ids = set(client.assignments.values_list("member_id", flat=True)) - {client.responsible_id}
    others = TeamMember.objects.visible_to(actor).filter(pk__in=ids).order_by("name")
    return [member.name for member in (client.responsible, *others) if member]


def _lead(client: Client, names: list[str]) -> str:
    first = f"{client.kind}. " if client.kind else ""
    if not names:
        return first + _("Nobody looks after this client yet.")
    return first + _("Looked after by %(names)s.") % {"names": in_a_row(names)}


def _facts(client: Client, names: list[str]) -> list[tuple[str, str]]:
    place = " ".join(part for part in (client.region, client.postcode) if part)
    facts = (
        (_("Number"), client.number),
        (_("Phone"), client.phone),
        (_("Address"), ", ".join(part for part in (client.street, client.city, place) if part)),
        (_("Year end"), client.fiscal_year_end),
        (_("Responsible"), client.responsible.name if client.responsible else _("Nobody yet")),
        (_("Assigned"), ", ".join(names)),
    )
    return [(label, value) for label, value in facts if value]


def in_a_row(names: list[str]) -> str:
    """Ana, Ben and Cy."""
    *most, last = names
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last
