"""Steps that many tests of portals begin with."""

import re
from uuid import uuid4

from latchstring.accounts.models import User
from latchstring.clients.counts import count as count_clients
from latchstring.clients.models import Client, Counts
from latchstring.firms.models import Firm
from latchstring.kernel import clock, tokens
from latchstring.mail import links
from latchstring.mail.models import AddressState, Message, State
from latchstring.policy.actor import Actor
from latchstring.portals import project
from latchstring.portals.actions.accept import accept
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.actions.record_login import record_login
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Invite, InviteBatch, PortalUser, WebSession
from latchstring.portals.queries.figures import counted
from latchstring.portals.selection import Selection

CARLA = Invitee("carla@acme.example", "Carla Acme")
LUIS = Invitee("luis@acme.example", "Luis Acme")
BOB = Invitee("bob@beta.example", "Bob Beta")


def invited(actor: Actor, client: Client, invitee: Invitee = CARLA) -> PortalUser:
    """Invited, and the email has left."""
    invite(actor, client, people=[invitee])
    leave()
    return PortalUser.objects.get(firm=client.firm, address=invitee.email)


def accepted(actor: Actor, client: Client, invitee: Invitee = CARLA) -> PortalUser:
    person = invited(actor, client, invitee)
    accept(token_of(person), user=login(person.address))
    person.refresh_from_db()
    return person


def comes_in(person: PortalUser, session_key: str = "k" * 32) -> WebSession:
    """They log in at their firm."""
    user = person.user or login(person.address)
    actor = client_actor_for(user, person.firm)
    assert actor is not None
    return record_login(actor, session_key=session_key)


def login(address: str) -> User:
    return User.objects.filter(email=address).first() or User.objects.create_user(address)


def leave(state: State = State.SENT) -> None:
    """Every waiting email has this outcome now, as the worker would record it."""
    now = clock.now()
    waiting = Message.objects.filter(state=State.QUEUED)
    ids = list(waiting.values_list("pk", flat=True))
    if state == State.SENT:
        waiting.update(state=state, sent_at=now)
    else:
        waiting.update(state=state, ended_at=now, reason="The mail server does not know this address.")
    if state == State.INACTIVE:
        for message in Message.objects.filter(pk__in=ids):
            kill(message.firm, message.to_address)
    project.outcomes(ids)


def kill(firm: Firm, address: str) -> None:
    """Email to this address came back."""
    AddressState.objects.update_or_create(
        firm=firm, address=address, defaults={"inactive_since": clock.now(), "reason": "No such mailbox."}
    )


def newest(person: PortalUser) -> Invite:
    return Invite.objects.filter(person=person).select_related("message").latest("pk")


def token_of(person: PortalUser, invite_row: Invite | None = None) -> str:
    """The secret of a link, minted as when the email leaves."""
    paths = links.mint([(invite_row or newest(person)).message])
    [path] = paths.values()
    token: str = re.fullmatch(r"/i/(.{43})/", path)[1]  # type: ignore[index]
    assert tokens.digest(token)
    return token


def batch_of(actor: Actor, selection: Selection, **more: object) -> InviteBatch:
    """Sent and opened."""
    batch = send_batch(actor, selection=selection, request_key=uuid4().hex, **more)  # type: ignore[arg-type]
    open_batches()
    batch.refresh_from_db()
    return batch


EVERYBODY = Selection("filter")


def assert_counts_true(firm: Firm) -> None:
    kept = Counts.objects.get(firm=firm)
    facts = {**count_clients(Client.objects.filter(firm=firm)), **counted(firm.pk)}
    del facts["clients_recent"]
    assert {name: getattr(kept, name) for name in facts} == facts
    for client in Client.objects.filter(firm=firm):
        live = client.accesses.live()
        assert client.portal_people == live.count()
        assert client.accepted_people == live.filter(accepted_at__isnull=False).count()
