"""What the end page of an import says of inviting the clients that it has brought."""

from typing import Any

from latchstring.clients.models import Import
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.queries.recipients import count
from latchstring.portals.selection import Selection


def inviting(actor: Actor, job: Import) -> dict[str, Any]:
    """How many can be invited now, and the selection that means them; nothing for who may not invite many."""
    if not job.applied_at or not (actor.may(Action.PORTALS_MANAGE) and actor.may(Action.INVITE_SEND)):
        return {}
    selection = Selection("filter", filter={"import": job.pk.hex})
    return {"invitable": count(actor, selection), "selection": selection.as_json()}
