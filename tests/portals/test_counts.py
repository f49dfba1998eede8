"""Whatever happens in whatever order, the kept figures are what the facts say."""

from collections.abc import Callable
from random import Random

import pytest

from latchstring.clients.actions.activate import activate
from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.models import Client, Counts
from latchstring.kernel import clock
from latchstring.kernel.addresses import BadAddress
from latchstring.mail.models import AddressState, Message, State
from latchstring.portals import kept, project
from latchstring.portals.actions.accept import LinkClosed, accept
from latchstring.portals.actions.batches import cancel_rest
from latchstring.portals.actions.change_email import change_email
from latchstring.portals.actions.decline import decline
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.actions.refresh import refresh_due
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.actions.resend_batch import resend_batch
from latchstring.portals.actions.restore_access import restore_access, restore_person
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Access, Invite, InviteBatch, Phase, PortalUser
from latchstring.portals.queries.figures import counted, figures
from latchstring.portals.refusals import Refusal
from latchstring.portals.status import ORDER, status_of
from tests.cast import Cast, make_client
from tests.portals.people import (
    BOB,
    CARLA,
    EVERYBODY,
    accepted,
    assert_counts_true,
    comes_in,
    invited,
    leave,
    login,
    token_of,
)

ADDRESSES = [f"p{n}@walk.example" for n in range(6)]


class Walk:
    """Random actions of people who know nothing of one another."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.random = cast, Random(seed)
        self.clients = [
            make_client(cast.firm, f"C{n}", *((f"P {a}", a) for a in self.random.sample(ADDRESSES, 2)))
            for n in range(4)
        ]

    def person(self) -> PortalUser:
        return self.random.choice(list(PortalUser.objects.filter(firm=self.cast.firm)))

    def client(self) -> Client:
        return Client.objects.get(pk=self.random.choice(self.clients).pk)

    def invite(self) -> None:
        address = self.random.choice(ADDRESSES)
        invite(self.cast.owner, self.client(), people=[Invitee(address, f"P {address}")])

    def send(self) -> None:
        send_batch(self.cast.owner, selection=EVERYBODY, request_key=str(self.random.random()), who="everyone")
        open_batches()

    def resend_all(self) -> None:
        resend_batch(self.cast.owner, selection=EVERYBODY, request_key=str(self.random.random()))
        open_batches()

    def cancel(self) -> None:
        cancel_rest(self.cast.owner, self.random.choice(list(InviteBatch.objects.all())))
        project.outcomes(list(Message.objects.filter(state=State.CANCELLED).values_list("pk", flat=True)))

    def leave(self) -> None:
        leave()

    def come_back(self) -> None:
        leave(State.INACTIVE)

    def revive(self) -> None:
        states = AddressState.objects.filter(firm=self.cast.firm)
        states.update(inactive_since=None)
        project.addresses_changed(self.cast.firm.pk, list(states.values_list("address", flat=True)))

    def accept(self) -> None:
        person = self.person()
        accept(token_of(person), user=login(person.address))

    def decline(self) -> None:
        decline(token_of(self.person()))

    def remove(self) -> None:
        remove_access(self.cast.owner, self.person(), client=self.random.choice([None, self.client()]))

    def restore(self) -> None:
        restore_access(self.cast.owner, self.random.choice(list(Access.objects.exclude(removed_at=None))))

    def restore_person(self) -> None:
        restore_person(self.cast.owner, self.person())

    def resend(self) -> None:
        resend(self.cast.owner, self.person())

    def change_email(self) -> None:
        change_email(self.cast.owner, self.person(), email=f"n{self.random.randrange(10**6)}@walk.example")

    def switch(self) -> None:
        client = self.client()
        (activate if client.inactive_at else deactivate)(self.cast.owner, client)

    def log_in(self) -> None:
        person = self.person()
        if person.user and client_actor_for(person.user, person.firm):
            comes_in(person)

    def step(self) -> str:
        steps: list[Callable[[], None]] = [getattr(self, name) for name in sorted(STEPS)]
        chosen = self.random.choice(steps)
        try:
            chosen()
        except (Refusal, LinkClosed, BadAddress, IndexError):
            pass
        except Invite.DoesNotExist:
            pass
        return chosen.__name__


STEPS = {name for name in vars(Walk) if not name.startswith("_")} - {"step", "person", "client"}


def assert_people_true(cast: Cast) -> None:
    now = clock.now()
    for person in PortalUser.objects.filter(firm=cast.firm):
        live = list(person.accesses.filter(removed_at=None).select_related("client"))
        came_in = [row for row in live if row.accepted_at]
        assert len(came_in) in {0, len(live)}, "somebody is half in"
        phase = Phase.ACTIVE if came_in else Phase.PENDING if live else Phase.REMOVED
        assert (person.phase, person.client_count) == (phase, len(live))
        assert person.status_order == ORDER[status_of(person, now)]
        assert bool(person.removed_at) == (phase == Phase.REMOVED)
        assert bool(person.accepted_at) or phase != Phase.ACTIVE
        if live:
            assert person.first_client == min(row.client.sort_name for row in live)
        if phase == Phase.REMOVED:
            assert not Invite.objects.filter(person=person, revoked_at=None).exists()
        if phase == Phase.PENDING and not person.email_inactive_at:
            assert {row.expires_at for row in live} == {person.expires_at}


@pytest.mark.parametrize("seed", range(6))
def test_the_figures_are_true_after_any_walk(cast: Cast, seed: int) -> None:
    cast.firm.resends_a_day = 1000
    cast.firm.save()
    walk, done = Walk(cast, seed), []
    for _ in range(40):
        done.append(walk.step())
        try:
            assert_counts_true(cast.firm)
            assert_people_true(cast)
        except AssertionError as error:
            raise AssertionError(f"after {done[-6:]}: {error}") from error


def test_logins_within_thirty_days_are_counted_by_client(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    comes_in(carla)
    invited(cast.owner, cast.beta, BOB)
    refresh_due()
    assert counted(cast.firm.pk) == {"people_pending": 1, "people_active": 1, "clients_recent": 1}
    assert figures(cast.owner).clients_recent == 1


def test_scoped_staff_get_figures_of_their_clients(cast: Cast) -> None:
    invited(cast.owner, cast.acme)
    invited(cast.owner, cast.beta, BOB)
    mine, all_of_it = figures(cast.staff), figures(cast.owner)
    assert (mine.clients, mine.people, mine.clients_with) == (1, 1, 1)
    assert (all_of_it.clients, all_of_it.people, all_of_it.clients_with) == (2, 2, 2)


def test_coming_in_leaves_what_counting_anew_would_find(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    leave()
    accept(token_of(carla), user=login(carla.address), name="Carla Anew")
    kept_columns = ["phase", "status_order", "accepted_at", "removed_at", "first_client", "client_count"]

    def facts() -> tuple[object, ...]:
        people = PortalUser.objects.order_by("pk").values_list(*kept_columns)
        clients = Client.objects.order_by("pk").values_list("portal_people", "accepted_people")
        return [*people], [*clients], Counts.objects.filter(firm=cast.firm).values().get()

    before = facts()
    kept.touch(cast.firm.pk, person_ids=[carla.pk], client_ids=[cast.acme.pk, cast.beta.pk])
    assert facts() == before
