"""The lock of the Manager's own pages: a team member with the permission to manage client portals."""

from functools import wraps

from django.http import HttpResponseBase

from latchstring.policy.actions import Action
from latchstring.web.common.doors import Door, View, staff_door
from latchstring.web.common.requests import Request


def manager_door[**P](view: View[P]) -> Door[P]:
    def locked(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request.actor.require(Action.PORTALS_MANAGE)
        return view(request, *args, **kwargs)

    return wraps(view)(staff_door(locked))
