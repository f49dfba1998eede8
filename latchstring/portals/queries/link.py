"""What an invite's link opens now: judged each time it is looked at, changing nothing."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal, NamedTuple
from uuid import UUID

from latchstring.accounts.models import User
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.addresses import normalise
from latchstring.mail.links import behind
from latchstring.mail.models import MailLink
from latchstring.portals import ends
from latchstring.portals import message as personal
from latchstring.portals.links import INVITE
from latchstring.portals.message import Sender, fields_for
from latchstring.portals.models import Access, Invite, Phase, PortalUser

State = Literal["open", "expired", "superseded", "removed", "accepted", "unknown"]

_SENTENCES: dict[State, str] = {
    "open": "This link is ready.",
    "expired": "This link has expired.",
    "superseded": "A newer invitation was sent.",
    "removed": "This link no longer works.",
    "accepted": "You have already accepted. Log in.",
    "unknown": "This link is not one of ours, or it was cut short.",
}


@dataclass(frozen=True, slots=True)
class LinkState:
    """``logged_in_as`` is the other address, where somebody else than the invited is logged in.

    ``has_login`` says whether the invited address has a login, so that it is asked for first.
    """

    state: State
    firm: Firm | None = None
    person: PortalUser | None = None
    invite: Invite | None = None
    address: str = ""
    client_names: tuple[str, ...] = ()
    limits: str = ""
    inviter: str = ""
    note: str = ""
    expires_at: datetime | None = None
    newest_sent_at: datetime | None = None
    logged_in_as: str = ""
    has_login: bool = False

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.state]


class Led(NamedTuple):
    """A client record that somebody was let into."""

    client_id: UUID
    name: str
    inactive_at: datetime | None
    accepted_at: datetime | None
    scope: str
    ends_at: datetime | None


@dataclass(frozen=True)
class Opening:
    """An invite and the person it is for, as the database has them now."""

    invite: Invite
    person: PortalUser
    address: str

    def state(self) -> LinkState:
        state = self._judge()
        return LinkState(state, person=self.person, address=self.address)

    def _judge(self) -> State:
        invite, person = self.invite, self.person
        if invite.address != self.address or person.address != self.address:
            return "removed"
        if self._newer() and person.phase != Phase.ACTIVE:
            return "superseded"
        if invite.revoked_at or not self.client_names:
            return "removed"
        if invite.accepted_at or _has_come_in(person):
            return "accepted"
        if invite.superseded_at:
            return "superseded"
        return "expired" if invite.expires_at <= clock.now() else "open"

    @cached_property
    def live(self) -> tuple[Led, ...]:
        """What was granted and not removed, of active clients or not; as it was when first asked."""
        rows = Access.objects.live().filter(person=self.person).order_by("client__sort_name", "id")
        columns = ("client_id", "client__name", "client__inactive_at", "accepted_at", "scope", "ends_at")
        return tuple(Led(*row) for row in rows.values_list(*columns))

    @property
    def client_names(self) -> tuple[str, ...]:
        """The active client records that this link leads to."""
        return tuple(each.name for each in self.live if each.inactive_at is None)

    @property
    def waiting(self) -> tuple[Led, ...]:
        """What accepting opens, at once or when the client is active again."""
        return tuple(each for each in self.live if each.accepted_at is None)

    def newest(self) -> Invite | None:
        rows = Invite.objects.filter(person=self.person, revoked_at=None, address=self.address)
        return rows.select_related("message").order_by("-id").first()

    def _newer(self) -> bool:
        if not (self.invite.superseded_at or self.invite.revoked_at):
            return False
        newest = self.newest()
        return newest is not None and newest.pk > self.invite.pk


def find_link(token: str) -> MailLink | None:
    """The minted link, which never changes: whose it is and which address it went to."""
    return behind(token).filter(purpose=INVITE).first()


def find(token: str, firm: Firm | None = None) -> Opening | None:
    """With ``firm`` the link of another firm is as unknown as one that never was, to a clock too."""
    link = find_link(token)
    if link and firm and link.firm_id != firm.pk:
        return None
    invites = Invite.objects.select_related("person__user", "person__firm", "client")
    invite = invites.filter(pk=link.subject, firm=link.firm_id).first() if link else None
    return Opening(invite, invite.person, link.address) if link and invite else None


def locked(link: MailLink) -> Opening | None:
    """The same with both locked, so that of two who press at once the second sees what the first did."""
    invites = Invite.objects.select_related("person").select_for_update(of=("person", "self"))
    invite = invites.filter(pk=link.subject, firm=link.firm_id).first()
    return Opening(invite, invite.person, link.address) if invite else None


def look(token: str, user: User | None = None, firm: Firm | None = None) -> LinkState:
    """Everything the page behind the link shows; nothing is written, however often it is called."""
    found = find(token, firm)
    if found is None:
        return LinkState("unknown")
    invite, person = found.invite, found.person
    state = found.state().state
    newest = found.newest() if state == "superseded" else None
    other = user.email if user and normalise(user.email) != found.address else ""
    return LinkState(
        state,
        firm=person.firm,
        person=person,
        invite=invite,
        address=found.address,
        client_names=found.client_names if state == "open" else (),
        limits=_limits(found) if state == "open" else "",
        inviter=invite.inviter_name,
        note=_note(invite, person) if state == "open" else "",
        expires_at=invite.expires_at,
        newest_sent_at=(newest.message.sent_at or newest.created_at) if newest else None,
        logged_in_as=other,
        has_login=User.objects.filter(email=found.address).exists(),
    )


def _has_come_in(person: PortalUser) -> bool:
    """Accepted, and by the address they have now: a changed address is confirmed by its own link."""
    return person.phase == Phase.ACTIVE and person.user is not None and person.user.email == person.address


def _limits(found: Opening) -> str:
    """What the access to one client record covers and when it ends, as the invite said it; of several none is told."""
    waiting = found.waiting
    return ends.to_client(waiting[0].scope, waiting[0].ends_at, found.person.firm) if len(waiting) == 1 else ""


def _note(invite: Invite, person: PortalUser) -> str:
    sender = Sender(invite.inviter_name)
    values = fields_for(person.firm, sender, name=person.name, client_name=invite.client.name, email=person.email)
    return personal.fill(invite.note, values)
