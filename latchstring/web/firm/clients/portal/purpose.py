"""What the Client Portal window is opened for: letting people in, alone or along with something that is sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from latchstring.clients.models import Client
from latchstring.policy.actor import Actor
from latchstring.portals.actions.invite import Invitee, Outcome, invite
from latchstring.portals.ends import Limits


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is sent along: ``field`` and ``value`` carry it through the window.

    ``ticked`` matters where the window lets one choose among the items.
    """

    icon: str
    name: str
    note: str
    field: str
    value: str
    ticked: bool = True


@dataclass(frozen=True, slots=True)
class Purpose:
    """``url`` takes the window's posts, ``back`` is where Cancel leads; ``send`` does it all in one transaction.

    ``told`` counts the people who are in already and get a notice. ``choosing``: the items are ticked here.
    """

    url: str
    back: str
    question: str
    send: Callable[[Sequence[Invitee], str, Limits], Outcome]
    items: Sequence[Item] = ()
    told: int = 0
    choosing: bool = False

    @property
    def needs_somebody(self) -> bool:
        """Whether Send makes no sense with nobody ticked."""
        return not self.told

    @property
    def nothing_chosen(self) -> bool:
        return self.choosing and not any(item.ticked for item in self.items)

    @property
    def can_go_alone(self) -> bool:
        """Whether what is sent may go although nobody can see it yet."""
        return bool(self.items) and not self.told


def letting_in(actor: Actor, client: Client) -> Purpose:
    """The window on the client's record."""

    def send(people: Sequence[Invitee], message: str, limits: Limits) -> Outcome:
        return invite(actor, client, people=people, message=message, limits=limits)

    question = _("Who should be able to see %(name)s?") % {"name": client.name}
    return Purpose(resolve_url("portal-window", client.pk), resolve_url("client", client.pk), question, send)
