"""Where a login leads: an invitation that waits, the page asked for, or the person's own side."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from latchstring.accounts import joining
from latchstring.accounts.joining import JoinState
from latchstring.accounts.models import User
from latchstring.policy.actor import Kind
from latchstring.portals.actions.accept import look
from latchstring.portals.queries.link import LinkState
from latchstring.web.common.actors import Sides
from latchstring.web.common.requests import Request

COOKIE = settings.INVITATION_COOKIE_NAME
"""The link's token stays with the browser that has it already; the server keeps a hash only."""

SECONDS = 3600
HOME = {Kind.STAFF: "home", Kind.CLIENT: "portal-home"}


def remember(response: HttpResponse, token: str) -> HttpResponse:
    """Come back to this link once logged in."""
    response.set_cookie(COOKIE, token, max_age=SECONDS, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


def forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE)
    return response


def invitation(request: Request) -> LinkState | JoinState | None:
    """The open invite that this browser came with, if any: to a portal, or to the team."""
    token = request.COOKIES.get(COOKIE, "")
    for state in (look(token), joining.look(token)) if token else ():
        if state.state == "open" and state.firm == request.firm:
            return state
    return None


def asked_for(request: Request) -> str:
    """The page to go on to, if it is one of ours."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    return url if url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""


def with_next(request: Request, response: HttpResponse) -> HttpResponse:
    """A redirect on the way in keeps in mind which page was asked for."""
    following = asked_for(request)
    if following:
        response["Location"] += "?" + urlencode({"next": following})
    return response


def invited(request: Request, user: User) -> bool:
    """Whether the open invite is for this very login."""
    waiting = invitation(request)
    return waiting is not None and waiting.address == user.email


def destination(request: Request, user: User, here: Sides) -> str:
    waiting = invitation(request)
    if waiting and waiting.address == user.email:
        return reverse("join" if isinstance(waiting, JoinState) else "invitation", args=[request.COOKIES[COOKIE]])
    url = asked_for(request)
    portal = url.startswith(reverse("portal-home"))
    if url and (Kind.CLIENT if portal else Kind.STAFF) in here.kinds:
        return url
    return reverse(HOME[here.kinds[0]] if len(here.kinds) == 1 else "start")
