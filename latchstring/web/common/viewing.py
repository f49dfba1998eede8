"""A team member's own session remembers as whom they look at the portal; what that shows is judged each time."""

from typing import Any
from uuid import UUID

from latchstring.accounts.queries import staff_actor_for
from latchstring.policy.actor import Actor
from latchstring.portals.actors import viewing_actor_for
from latchstring.portals.models import Access

_KEY = "viewing"


def begin(request: Any, access: Access) -> None:
    request.session[_KEY] = {"person": str(access.person_id), "access": str(access.pk)}


def end(request: Any) -> UUID | None:
    """The access that the looking began with, if there was any."""
    looking = request.session.pop(_KEY, None)
    return UUID(looking["access"]) if looking else None


def actor(request: Any) -> Actor | None:
    """Who looks, or None for who does not, or may not any more: then it is over."""
    looking = request.session.get(_KEY)
    if looking is None:
        return None
    staff = staff_actor_for(request.user, request.firm)
    found = staff and viewing_actor_for(staff, UUID(looking["person"]))
    if found is None:
        end(request)
    return found
