"""Who is acting, decided once per request by the side that the page is on."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from latchstring.accounts.models import User
from latchstring.accounts.queries import staff_actor_for
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor, Kind
from latchstring.portals.actors import household
from latchstring.portals.household import Household
from latchstring.web.common import entry, viewing, who_is_here


class Sides(NamedTuple):
    """Who a login is at a firm. Somebody on the team who is also a client is two actors.

    ``undecided`` where several people share the login, and none of them has said yet who they are.
    """

    staff: Actor | None
    client: Actor | None
    undecided: bool = False

    @property
    def actors(self) -> list[Actor]:
        return [actor for actor in (self.staff, self.client) if actor]

    @property
    def kinds(self) -> list[Kind]:
        """The sides of the door that are open to them, once they have said who they are."""
        return [Kind.STAFF] * bool(self.staff) + [Kind.CLIENT] * bool(self.client or self.undecided)


def sides(user: User, firm: Firm, here: UUID | None = None) -> Sides:
    """``here`` is who they said they are in this session."""
    return client_side(household(user, firm), here)._replace(staff=staff_actor_for(user, firm))


def client_side(people: Household, here: UUID | None = None) -> Sides:
    """The same of a login that nobody on the team has."""
    return Sides(None, people.actor(here), people.undecided(here))


class ActorMiddleware:
    """Sets ``request.actor``: on public pages and for strangers None, at no cost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.actor, request.household = None, None
        request.user = SimpleLazyObject(partial(entry.user_here, request, request.user))
        return self.get_response(request)

    def process_view(self, request: Any, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        door = getattr(view, "door", "")
        if request.firm is None or door not in {"staff", "client"} or not request.user.is_authenticated:
            return
        if door == "staff":
            request.actor = staff_actor_for(request.user, request.firm)
        else:
            request.actor = client_of(request)


def client_of(request: Any) -> Actor | None:
    """The portal user who is logged in, or as whom somebody of the team looks; notes who shares the login."""
    found = viewing.actor(request)
    if found is None:
        request.household = household(request.user, request.firm)
        found = request.household.actor(who_is_here.said(request))
    return found
