"""Every view has one of these: who may come in at all, and that nothing behind sign-in is stored."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import translation

from latchstring.accounts import sessions
from latchstring.policy.actor import Kind
from latchstring.portals.reading import reader_for
from latchstring.web.common import confirming, htmx, metering, stepping_up, turning_away
from latchstring.web.common.requests import Request

_SAFE = {"GET", "HEAD", "OPTIONS"}

type View[**P] = Callable[Concatenate[Request, P], HttpResponseBase]
type Door[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff_door[**P](view: View[P]) -> Door[P]:
    """For the team of this firm; anyone else who is logged in finds nothing here."""
    return _guarded(view, "staff", Kind.STAFF)


def client_door[**P](view: View[P]) -> Door[P]:
    """For the people whom this firm has let in, each in their own language."""

    @wraps(view)
    def in_their_language(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request.reader = reader_for(request.actor, request.firm)
        with translation.override(request.reader.language):
            return view(request, *args, **kwargs)

    return _guarded(cast("View[P]", in_their_language), "client", Kind.CLIENT)


def public_door[**P](view: View[P]) -> Door[P]:
    """For anyone. A view that may be cached says so itself, by its Cache-Control."""

    @wraps(view)
    def door(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return _unstored(view(request, *args, **kwargs))

    return cast("Door[P]", _named(door, "public"))


def _guarded[**P](view: View[P], name: str, kind: Kind) -> Door[P]:
    @wraps(view)
    def door(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _unstored(turning_away.stranger(request))
        if request.actor is None and request.household and request.household.members:
            return _unstored(htmx.redirect(request, _asking_who(request)))
        if request.actor is None or request.actor.kind is not kind:
            raise Http404
        if request.method not in _SAFE:
            request.actor.require_hands()
        before = turning_away.turned_away(request)
        if before is None:
            sessions.seen(request.session)
        if before is None and stepping_up.needed(request):
            before = confirming.before(request)
        before = before or metering.too_often(request)
        if before is not None:
            return _unstored(before)
        return _unstored(view(request, *args, **kwargs))

    return cast("Door[P]", _named(door, name))


def _asking_who(request: Any) -> str:
    """Where the people who share a login say who they are, and then go on to this page."""
    back = request.htmx.current_url_abs_path or "/" if request.htmx else request.get_full_path()
    return resolve_url("who") + "?" + urlencode({"next": back if request.method in _SAFE or request.htmx else "/"})


def _named(door: Any, name: str) -> Any:
    door.door = name
    return door


def _unstored(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Cache-Control", "no-store")
    return response
