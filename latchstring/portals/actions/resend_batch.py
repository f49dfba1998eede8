"""Send their invite again to everyone selected who has not come in."""

from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.actions.send_batch import start
from latchstring.portals.models import InviteBatch
from latchstring.portals.selection import Selection


def resend_batch(actor: Actor, *, selection: Selection, request_key: str) -> InviteBatch:
    """Accepted, removed and unreachable people are passed over, and the batch says so."""
    actor.require(Action.PORTALS_MANAGE)
    actor.require(Action.INVITE_SEND)
    return start(
        actor,
        InviteBatch(
            firm_id=actor.firm_id,
            member_id=actor.member_id,
            kind="resend",
            selection=selection.as_data(),
            request_key=request_key,
        ),
    )
