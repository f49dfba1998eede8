"""The link in an invite: what it opens now, and accepting it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from latchstring.accounts.models import User
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_all
from latchstring.kernel import clock
from latchstring.kernel.addresses import normalise
from latchstring.policy.actor import client_actor
from latchstring.portals import kept, search, sessions
from latchstring.portals.ends import in_data
from latchstring.portals.models import Access, Invite, PortalUser
from latchstring.portals.queries.link import LinkState, Opening, find_link, locked, look
from latchstring.portals.refusals import Refusal

__all__ = ["Acceptance", "LinkClosed", "WrongLogin", "accept", "come_in", "look"]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """``already`` when an earlier press, or another browser, had accepted before."""

    person: PortalUser
    already: bool = False

    @property
    def client_ids(self) -> frozenset[UUID]:
        """The client records open to them now."""
        rows = Access.objects.open().filter(person=self.person)
        return frozenset(rows.values_list("client_id", flat=True))


class LinkClosed(Refusal):
    """This link opens nothing now; ``state`` says why."""

    def __init__(self, state: LinkState) -> None:
        self.state = state
        super().__init__(state.sentence)


class WrongLogin(Refusal):
    """The login is not the address that the invite was sent to."""


@transaction.atomic
def accept(token: str, *, user: User, name: str = "") -> Acceptance:
    """Let this login in to every client record that waits for the invited person at this firm.

    Success spends the link. Raises LinkClosed, or WrongLogin where the login has another address.
    """
    link = find_link(token)
    found = locked(link) if link else None
    if found is None:
        raise LinkClosed(LinkState("unknown"))
    person = found.person
    if normalise(user.email) != found.address:
        raise WrongLogin(f"This invite was sent to {found.address}. You are logged in as {user.email}.")
    state = found.state()
    if state.state == "accepted" and person.user_id == user.pk:
        return Acceptance(person, already=True)
    if state.state != "open":
        raise LinkClosed(state)
    come_in(found, user, name.strip())
    return Acceptance(person)


def come_in(found: Opening, user: User, name: str, *, new_login: bool = False) -> None:
    """What accepting writes, where the caller has locked the person and judged the link to be open."""
    now, person, invite = clock.now(), found.person, found.invite
    if person.user_id and person.user_id != user.pk:
        sessions.end([person.pk])
    person.user = user
    if name and name != person.name:
        person.name, person.sort_name = name[:200], name.casefold()[:200]
        search.refresh(person)
    first_press = _spend(invite, now)
    opened = {each.client_id: in_data(each.scope, each.ends_at) for each in found.waiting}
    clients = list(opened)
    Access.objects.live().filter(person=person, accepted_at=None).update(accepted_at=now)
    kept.came_in(person, clients, now)
    person.save(update_fields=["user", "name", "sort_name", *kept.CAME_IN])
    actor = client_actor(
        firm_id=person.firm_id, user_id=user.pk, person_id=person.pk, name=str(person), client_ids=frozenset(clients)
    )
    detail = {"name": str(person)}
    entries = [Entry(client, person.pk, invite.pk, detail | reach) for client, reach in opened.items()]
    happened = [(Name.ACCESS_ACCEPTED, each) for each in entries or [Entry(None, person.pk, invite.pk, detail)]]
    if first_press:
        happened.insert(0, (Name.INVITE_OPENED, Entry(invite.client_id, person.pk, invite.pk, detail)))
    if new_login:
        happened.append((Name.LOGIN_MADE, Entry(None, person.pk, None, detail)))
    record_all(actor, happened)


def _spend(invite: Invite, now: datetime) -> bool:
    """Whether this was also the first time that a button behind the link was pressed."""
    rows = Invite.objects.filter(pk=invite.pk)
    if rows.filter(opened_at=None).update(opened_at=now, accepted_at=now):
        return True
    rows.update(accepted_at=now)
    return False
