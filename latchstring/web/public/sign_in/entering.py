"""Letting somebody in: the library logs in, this notes it and says where to go."""

from collections.abc import Callable

from allauth.account.internal.stagekit import clear_login
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from latchstring.accounts import logins
from latchstring.accounts.actions.break_glass import break_glass
from latchstring.accounts.actions.note_login import logged_in, login_failed
from latchstring.accounts.models import User
from latchstring.policy.roles import Role
from latchstring.policy.sign_in import METHOD_NAMES, Method
from latchstring.portals.actions.record_login import record_login
from latchstring.portals.household import somebody
from latchstring.portals.queries.known import person_at
from latchstring.web.common import entry, known_browsers, limits
from latchstring.web.common.actors import Sides, sides
from latchstring.web.common.requests import Request
from latchstring.web.public.sign_in import going_on

BEGUN = "begun"


def checked(request: Request, address: str, password: str) -> User | None:
    """Whose password this is: nobody's for a wrong one, an unknown address and a locked login alike.

    Raises limits.TooMany.
    """
    spent = limits.spend(request, "password", address)
    user = logins.owner(address, password)
    if user and user.is_active:
        spent.take_back()
        return user
    failed(request, address, "password")
    return None


def failed(request: Request, address: str, why: str) -> None:
    login_failed(request.firm.pk, address, person_id=person_at(request.firm, address), why=why)


def bond(user: User) -> str:
    """A new password or another address makes what was begun before it worthless."""
    return f"{user.email} {user.get_session_auth_hash()}"


def first_step(request: Request) -> str:
    """The method that somebody began with who stands before the second step."""
    return str(request.session.get(BEGUN, {}).get("how", ""))


def still_holds(request: Request, user: User | None) -> bool:
    begun = request.session.get(BEGUN)
    return begun is not None and user is not None and user.is_active and begun["bond"] == bond(user)


def let_in(
    request: Request, user: User, log_in: Callable[[], HttpResponse], how: str, here: Sides | None = None
) -> HttpResponse:
    """``log_in`` is the library's own login, which gives the session a new key, or asks for a second step.

    The session is written with the facts, so that what ends the sessions of somebody finds this one. ``here`` is
    who they are at this firm, where the caller knows.
    """
    here = here or sides(user, request.firm)
    if not here.kinds and not going_on.invited(request, user):
        clear_login(request)
        failed(request, user.email, "nothing to open")
        return render(request, "public/start/nobody.html", {"login": user.email}, status=403)
    if how in set(Method) and here.kinds and how not in _ways(request, here):
        return _another_way(request, user, here)
    with transaction.atomic():
        response = log_in()
        if not request.user.is_authenticated:
            request.session[BEGUN] = {"how": how, "bond": bond(user)}
            return going_on.with_next(request, response)
        request.session.pop(BEGUN, None)
        entry.note(request, how)
        logged_in([*here.actors, *([somebody(user, request.firm)] if here.undecided else [])], how)
        if here.staff:
            break_glass(here.staff, request.firm, how)
        if here.client:
            record_login(here.client, session_key=request.session.session_key or "")
        request.session.save()
    following = HttpResponseRedirect(going_on.destination(request, user, here))
    return known_browsers.remember(request, following, user.email)


def _another_way(request: Request, user: User, here: Sides) -> HttpResponse:
    """Said only to who has shown who they are."""
    clear_login(request)
    failed(request, user.email, "method")
    ways = [METHOD_NAMES[each] for each in Method if each in _ways(request, here)]
    context = {"login": user.email, "ways": ways}
    return render(request, "public/start/another_way.html", context, status=403)


def _ways(request: Request, here: Sides) -> set[str]:
    owner = here.staff is not None and here.staff.role is Role.OWNER
    return entry.methods(request.firm, here.kinds, owner=owner)
