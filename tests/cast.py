"""The people of the tests: a firm with its team and clients, and a rival next door."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from latchstring.accounts.models import TeamMember, User
from latchstring.clients.models import Assignment, Client, Contact, Counts
from latchstring.firms.models import Firm
from latchstring.kernel.addresses import normalise
from latchstring.policy.actor import Actor, staff_actor
from latchstring.policy.licences import ALL_LICENCES
from latchstring.policy.roles import SEES_ALL_CLIENTS, Role

ACME_PEOPLE = (("Carla Acme", "carla@acme.example"), ("Luis Acme", "luis@acme.example"))


def make_firm(name: str = "Alder & Pike", slug: str = "alder-pike") -> Firm:
    """What is sent leaves at once: undoing has its own tests."""
    firm = Firm.objects.create(
        name=name, slug=slug, time_zone="America/New_York", switched_on=sorted(ALL_LICENCES), undo_seconds=0
    )
    Counts.objects.create(firm=firm)
    return firm


def make_member(firm: Firm, name: str, role: Role) -> TeamMember:
    user = User.objects.create_user(f"{name.lower()}@{firm.slug}.example", name=name)
    return TeamMember.objects.create(firm=firm, user=user, name=name, role=role, seats=sorted(ALL_LICENCES))


def make_client(firm: Firm, name: str, *people: tuple[str, str], **fields: Any) -> Client:
    """A client with contacts, each a (name, email) pair; keeps the firm's counts true."""
    client = Client.objects.create(
        firm=firm,
        name=name,
        sort_name=name.casefold(),
        reachable_contacts=sum(1 for _, email in people if email),
        **fields,
    )
    for place, (person, email) in enumerate(people):
        Contact.objects.create(
            firm=firm,
            client=client,
            name=person,
            first_name=person.split()[0],
            email=email,
            address=normalise(email) if email else "",
            position=place,
        )
    counts = Counts.objects.get(firm=firm)
    counts.clients += 1
    counts.clients_without += 1
    counts.clients_reachable += bool(client.reachable_contacts)
    counts.save()
    return client


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
    firm, rival = make_firm(), make_firm("Rival & Co", "rival")
    acme = make_client(
        firm, "Acme Bakery LLC", ("Carla Acme", "carla@acme.example"), ("Luis Acme", "luis@acme.example")
    )
    beta = make_client(firm, "Beta Farms", ("Bob Beta", "bob@beta.example"))
    sam = make_member(firm, "Sam", Role.STAFF_ASSIGNED)
    Assignment.objects.create(firm=firm, client=acme, member_id=sam.pk)
    return Cast(
        firm=firm,
        rival=rival,
        olive=make_member(firm, "Olive", Role.OWNER),
        adam=make_member(firm, "Adam", Role.ADMIN),
        sam=sam,
        vic=make_member(firm, "Vic", Role.VIEWER),
        rita=make_member(rival, "Rita", Role.OWNER),
        acme=acme,
        beta=beta,
        rival_client=make_client(rival, "Rival Client", ("Rosa", "rosa@rival-client.example")),
    )
