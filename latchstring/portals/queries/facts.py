"""What is so about these clients and addresses before anything is sent to them."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from latchstring.clients.models import Client, Contact
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.queries import inactive
from latchstring.policy.actor import Actor
from latchstring.portals.models import Access, Invite, InviteBatch, Phase, PortalUser
from latchstring.portals.planning import Known, Reach, Target
from latchstring.portals.status import is_over


def midnight(firm: Firm) -> datetime:
    """When today began where the firm is: caps count from then."""
    return clock.now().astimezone(ZoneInfo(firm.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def known_about(
    firm: Firm,
    addresses: Collection[str],
    client_ids: Collection[UUID],
    *,
    member_id: UUID | None,
    batch: InviteBatch | None = None,
    lock: bool = False,
) -> Known:
    """Seven statements at most, however many addresses; ``lock`` holds the people until the commit."""
    since = midnight(firm)
    known = Known(
        firm_id=firm.pk,
        now=clock.now(),
        midnight=since,
        room=room_today(firm, member_id),
        resends=firm.resends_a_day,
    )
    people = PortalUser.objects.filter(firm=firm, address__in=addresses).order_by("pk")
    found = list(people.select_for_update() if lock else people)
    for person in found:
        if is_over(person, known.now):
            person.phase = Phase.REMOVED
    for person in sorted(found, key=lambda each: each.place):
        if known.people.setdefault(person.address, person) is not person:
            known.beside.setdefault(person.address, []).append(person)
    known.inactive = {
        address: state.inactive_since.isoformat()
        for address, state in inactive(firm.pk, addresses).items()
        if state.inactive_since
    }
    ids = [person.pk for person in found]
    if ids:
        live = Access.objects.live().filter(person__in=ids, client__in=client_ids)
        known.live = set(live.values_list("person_id", "client_id"))
        known.sent_today = sent_since(ids, since)
    if ids and batch is not None:
        known.in_batch = set(Invite.objects.filter(batch=batch, person__in=ids).values_list("person_id", flat=True))
    return known


def room_today(firm: Firm, member_id: UUID | None) -> int:
    """How many more invites this team member may send today."""
    sent = Invite.objects.filter(firm=firm, member_id=member_id, created_at__gte=midnight(firm)).count()
    return firm.invites_a_day - sent


def sent_since(person_ids: Collection[UUID], since: datetime) -> Counter[UUID]:
    rows = Invite.objects.filter(person__in=person_ids, created_at__gte=since)
    return Counter(rows.values_list("person_id", flat=True))


def reaches(
    firm: Firm, client_ids: Collection[UUID], who: str, chosen: Collection[UUID] = ()
) -> dict[UUID, list[Reach]]:
    """Whom to write to at each client: everyone with an email, those chosen, or the first whose email works."""
    found: dict[UUID, list[Reach]] = {}
    for client_id, pk, name, first_name, email, address in contacts_of(client_ids):
        if who != "chosen" or pk in chosen:
            found.setdefault(client_id, []).append(Reach(pk, name, first_name, email, address))
    if who != "primary":
        return found
    dead = inactive(firm.pk, [reach.address for some in found.values() for reach in some])
    return {client_id: [_primary(some, dead)] for client_id, some in found.items()}


def contacts_of(client_ids: Collection[UUID]) -> Iterable[tuple[UUID, UUID, str, str, str, str]]:
    rows = Contact.objects.filter(client__in=client_ids).exclude(address="").order_by("client", "position", "id")
    found: Iterable[tuple[UUID, UUID, str, str, str, str]] = rows.values_list(
        "client_id", "id", "name", "first_name", "email", "address"
    )
    return found


def _primary(reaches: list[Reach], dead: Collection[str]) -> Reach:
    return next((reach for reach in reaches if reach.address not in dead), reaches[0])


def first_clients(actor: Actor, person_ids: Collection[UUID], client: Client | None = None) -> dict[UUID, Target]:
    """The client to name to each person: the first that the actor sees, an active one if there is one."""
    rows = Access.objects.visible_to(actor).live().filter(person__in=person_ids)
    if client:
        rows = rows.filter(client=client)
    found: dict[UUID, Target] = {}
    ordered = rows.order_by("client__sort_name", "client_id").values_list(
        "person_id", "client_id", "client__name", "client__inactive_at"
    )
    for person_id, client_id, name, inactive_at in ordered:
        if person_id not in found or (found[person_id].inactive_at and not inactive_at):
            found[person_id] = Target(client_id, name, inactive_at)
    return found
