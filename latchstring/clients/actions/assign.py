"""Who looks after a client."""

from collections.abc import Iterable
from uuid import UUID

from latchstring.accounts.models import TeamMember
from latchstring.clients.actions.update_client import update_client
from latchstring.clients.models import Client
from latchstring.policy.actor import Actor


def assign(actor: Actor, client: Client, *, responsible: TeamMember | None, team: Iterable[UUID] = ()) -> Client:
    """The responsible member is always one of the team. Raises ValueError with a sentence."""
    return update_client(actor, client, responsible=responsible, team=team)
