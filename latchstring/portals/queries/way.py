"""How far one person has come, from the newest invite to the first login."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from latchstring.mail.models import State
from latchstring.policy.actor import Actor
from latchstring.portals.models import Invite, PortalUser, WebSession

Stand = Literal["done", "wrong", "open"]
_WRONG = {
    State.INACTIVE: "Came back",
    State.COMPLAINED: "Reported as unwanted",
    State.FAILED: "Not sent",
    State.CANCELLED: "Cancelled",
    State.WITHHELD: "Held back",
}


@dataclass(frozen=True, slots=True)
class Station:
    """``why`` is the mail server's answer in words, where something went wrong."""

    name: str
    at: datetime | None
    stand: Stand
    why: str = ""


def way(actor: Actor, person: PortalUser) -> list[Station]:
    """Queued, sent, delivered or what went wrong, link opened, account made, first login; [] without an invite.

    Many mail servers never report a delivery, so a later station can be done before it.
    """
    invites = Invite.objects.visible_to(actor).filter(person=person).select_related("message").defer("message__letter")
    newest = invites.order_by("-id").first()
    if newest is None:
        return []
    logins = WebSession.objects.filter(person=person).order_by("id").values_list("created_at", flat=True)
    return [
        _station("Queued", newest.created_at),
        _station("Sent", newest.message.sent_at),
        _outcome(newest),
        _station("Link opened", newest.opened_at),
        _entered(newest, person),
        _station("First login", logins.first()),
    ]


def _station(name: str, at: datetime | None) -> Station:
    return Station(name, at, "done" if at else "open")


def _outcome(invite: Invite) -> Station:
    message = invite.message
    state = State(message.state)
    if state is State.FAILED and message.unanswered:
        return Station("May have arrived", message.ended_at, "wrong", message.reason)
    if state in _WRONG:
        return Station(_WRONG[state], message.ended_at, "wrong", message.reason)
    return _station("Delivered", message.ended_at if state is State.DELIVERED else None)


def _entered(invite: Invite, person: PortalUser) -> Station:
    """A login that was there before the invite was not made for it."""
    if person.user and person.user.created_at < invite.created_at:
        return _station("Accepted", person.accepted_at)
    return _station("Account made", person.user.created_at if person.user else None)
