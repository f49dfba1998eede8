"""Who may change a file: the team by permission, and for ten minutes the portal user who sent it."""

from datetime import timedelta

from latchstring.files.models import Document
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

OWN = timedelta(minutes=10)


def is_own(actor: Actor, document: Document) -> bool:
    """Sent by this very person within the last ten minutes."""
    mine = actor.person_id is not None and document.person_id == actor.person_id
    return mine and not actor.only_looks and document.created_at > clock.now() - OWN


def may_change(actor: Actor, document: Document) -> bool:
    own = is_own(actor, document) and actor.may(Action.FILES_ADD, client=document.client)
    return own or actor.may(Action.FILES_EDIT, client=document.client)


def require_change(actor: Actor, document: Document) -> None:
    """Raises Refused."""
    if is_own(actor, document):
        actor.require(Action.FILES_ADD, client=document.client)
    else:
        actor.require(Action.FILES_EDIT, client=document.client)
