"""Send their invite again to everyone selected who has not come in."""

from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.actions.send_batch import sent_before, start
from latchstring.portals.models import InviteBatch, Phase
from latchstring.portals.queries.manager import people_selected
from latchstring.portals.refusals import Refusal
from latchstring.portals.selection import Selection


def resend_batch(actor: Actor, *, selection: Selection, request_key: str) -> InviteBatch:
    """Accepted, removed and unreachable people are passed over, and the batch says so.

    Raises Refusal where that is everyone.
    """
    actor.require(Action.PORTALS_MANAGE)
    actor.require(Action.INVITE_SEND)
    waiting = people_selected(actor, selection).filter(phase=Phase.PENDING, email_inactive_at=None)
    if not sent_before(actor, request_key).exists() and not waiting.exists():
        raise Refusal(
            "Nobody in this selection is waiting for an invite: "
            "they have accepted, were removed, or their email is inactive."
        )
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
