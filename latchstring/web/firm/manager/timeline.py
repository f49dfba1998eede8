"""The way of each invite after it was sent: handed over, delivered, came back, opened for good."""

from datetime import datetime
from typing import Any

from latchstring.mail.models import State
from latchstring.policy.actor import Actor
from latchstring.portals.models import Invite, PortalUser

Step = tuple[datetime, str, str]


def mail_steps(actor: Actor, person: PortalUser) -> list[Step]:
    """What the mail server said of the newest 50 invites."""
    invites = (
        Invite.objects.visible_to(actor)
        .filter(person=person)
        .select_related("message")
        .defer("message__letter")
        .order_by("-id")[:50]
    )
    return [step for invite in invites for step in _steps(invite)]


def _steps(invite: Any) -> list[Step]:
    message = invite.message
    steps = []
    if message.sent_at:
        steps.append((message.sent_at, "send", f"The mail server took the invite to {invite.address}."))
    if message.ended_at and message.state in _ENDS:
        steps.append(
            (message.ended_at, "alert", _ENDS[message.state].format(address=invite.address, why=message.reason))
        )
    if message.state == State.DEFERRED:
        steps.append((message.due_at, "clock", f"Next try to reach {invite.address}. {message.reason}"))
    if message.state == State.DELIVERED and message.ended_at:
        steps.append((message.ended_at, "check", f"The invite was delivered to {invite.address}."))
    return steps


_ENDS = {
    State.INACTIVE: "The invite to {address} came back. {why}",
    State.FAILED: "The invite to {address} could not be sent. {why}",
    State.COMPLAINED: "{address} reported the invite as unwanted.",
    State.CANCELLED: "The invite to {address} was cancelled before it left. {why}",
    State.WITHHELD: "The invite to {address} was held back. {why}",
}
