"""Who may import: the permission, and sight of every client, since a file can name any of them."""

from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Refused


def require_import(actor: Actor) -> None:
    actor.require(Action.CLIENTS_IMPORT)
    if actor.client_ids is not None:
        raise Refused(Action.CLIENTS_IMPORT)
