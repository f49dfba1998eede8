"""The people of the tests: a firm with its team and clients, and a rival next door."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F

from latchstring.accounts.models import TeamMember, User
from latchstring.clients.models import Assignment, Client, Contact, Counts
from latchstring.firms.models import Firm
from latchstring.kernel.addresses import normalise
from latchstring.policy.actor import Actor, staff_actor
from latchstring.policy.licences import ALL_LICENCES
from latchstring.policy.roles import SEES_ALL_CLIENTS, Role

People = Sequence[tuple[str, str]]
ACME_PEOPLE = (("Carla Acme", "carla@acme.example"), ("Luis Acme", "luis@acme.example"))


def make_firm(name: str = "Alder & Pike", slug: str = "alder-pike") -> Firm:
    """What is sent leaves at once: undoing has its own tests."""
    firm = _firm(name, slug)
    firm.save(force_insert=True)
    Counts.objects.create(firm=firm)
    return firm


def make_member(firm: Firm, name: str, role: Role) -> TeamMember:
    member = _member(firm, name, role)
    member.user.save(force_insert=True)
    member.save(force_insert=True)
    return member


def make_client(firm: Firm, name: str, *people: tuple[str, str], **fields: Any) -> Client:
    """A client with contacts, each a (name, email) pair; keeps the firm's counts true."""
    client = _client(firm, name, people, **fields)
    client.save(force_insert=True)
    Contact.objects.bulk_create(_contacts(client, people))
    Counts.objects.filter(firm=firm).update(
        clients=F("clients") + 1,
        clients_without=F("clients_without") + 1,
        clients_reachable=F("clients_reachable") + min(client.reachable_contacts, 1),
    )
    return client


def _firm(name: str, slug: str) -> Firm:
    return Firm(name=name, slug=slug, time_zone="America/New_York", switched_on=sorted(ALL_LICENCES), undo_seconds=0)


def _member(firm: Firm, name: str, role: Role) -> TeamMember:
    user = User(email=normalise(f"{name}@{firm.slug}.example"), name=name)
    user.set_unusable_password()
    return TeamMember(firm=firm, user=user, name=name, role=role, seats=sorted(ALL_LICENCES))


def _client(firm: Firm, name: str, people: People, **fields: Any) -> Client:
    reachable = sum(1 for _, email in people if email)
    return Client(firm=firm, name=name, sort_name=name.casefold(), reachable_contacts=reachable, **fields)


def _contacts(client: Client, people: People) -> list[Contact]:
    return [
        Contact(
            firm=client.firm,
            client=client,
            name=person,
            first_name=person.split()[0],
            email=email,
            address=normalise(email) if email else "",
            position=place,
        )
        for place, (person, email) in enumerate(people)
    ]


def actor_for(member: TeamMember) -> Actor:
    role = Role(member.role)
    mine = frozenset(Assignment.objects.filter(member_id=member.pk).values_list("client_id", flat=True))
    return staff_actor(
        firm_id=member.firm_id,
        user_id=member.user_id,
        member_id=member.pk,
        name=member.name,
        role=role,
        client_ids=None if role in SEES_ALL_CLIENTS else mine,
        licences=ALL_LICENCES,
    )


@dataclass
class Cast:
    """Olive owns, Adam administers, Sam is staff with Acme only, Vic views; Rita is a rival."""

    firm: Firm
    rival: Firm
    olive: TeamMember
    adam: TeamMember
    sam: TeamMember
    vic: TeamMember
    rita: TeamMember
    acme: Client
    beta: Client
    rival_client: Client

    @cached_property
    def owner(self) -> Actor:
        return actor_for(self.olive)

    @cached_property
    def admin(self) -> Actor:
        return actor_for(self.adam)

    @cached_property
    def staff(self) -> Actor:
        return actor_for(self.sam)

    @cached_property
    def viewer(self) -> Actor:
        return actor_for(self.vic)

    @cached_property
    def rival_owner(self) -> Actor:
        return actor_for(self.rita)


def make_cast() -> Cast:
    """Every table in one statement, as nearly every test begins with it."""
    firm, rival = _firm("Alder & Pike", "alder-pike"), _firm("Rival & Co", "rival")
    everybody = {
        (firm, "Acme Bakery LLC"): ACME_PEOPLE,
        (firm, "Beta Farms"): (("Bob Beta", "bob@beta.example"),),
        (rival, "Rival Client"): (("Rosa", "rosa@rival-client.example"),),
    }
    acme, beta, rival_client = clients = [_client(*place, people) for place, people in everybody.items()]
    sam, olive, adam, vic, rita = members = [
        _member(firm, "Sam", Role.STAFF_ASSIGNED),
        _member(firm, "Olive", Role.OWNER),
        _member(firm, "Adam", Role.ADMIN),
        _member(firm, "Vic", Role.VIEWER),
        _member(rival, "Rita", Role.OWNER),
    ]
    Firm.objects.bulk_create([firm, rival])
    Counts.objects.bulk_create(
        Counts(firm=each, clients=n, clients_without=n, clients_reachable=n) for each, n in ((firm, 2), (rival, 1))
    )
    Client.objects.bulk_create(clients)
    Contact.objects.bulk_create(
        each for client, people in zip(clients, everybody.values(), strict=True) for each in _contacts(client, people)
    )
    User.objects.bulk_create(member.user for member in members)
    TeamMember.objects.bulk_create(members)
    Assignment.objects.create(firm=firm, client=acme, member_id=sam.pk)
    return Cast(firm, rival, olive, adam, sam, vic, rita, acme, beta, rival_client)
