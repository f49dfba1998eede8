"""Who is acting, decided once per request by the side that the page is on."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse

from latchstring.accounts.models import User
from latchstring.accounts.queries import staff_actor_for
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor
from latchstring.portals.actors import client_actor_for
from latchstring.web.common import viewing


class Sides(NamedTuple):
    """Who a login is at a firm. Somebody on the team who is also a client is two actors."""

    staff: Actor | None
    client: Actor | None

    @property
    def actors(self) -> list[Actor]:
        return [actor for actor in self if actor]


def sides(user: User, firm: Firm) -> Sides:
    return Sides(staff_actor_for(user, firm), client_actor_for(user, firm))


class ActorMiddleware:
    """Sets ``request.actor``: on public pages and for strangers None, at no cost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.actor = None
        return self.get_response(request)

    def process_view(self, request: Any, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        door = getattr(view, "door", "")
        if request.firm is None or door not in {"staff", "client"} or not request.user.is_authenticated:
            return
        if door == "staff":
            request.actor = staff_actor_for(request.user, request.firm)
        else:
            request.actor = viewing.actor(request) or client_actor_for(request.user, request.firm)
