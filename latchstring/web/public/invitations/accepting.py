"""The button of an invite: as far as whoever presses it may go."""

from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect

from latchstring.accounts.actions.note_login import logged_in
from latchstring.portals.actions.accept import LinkClosed, WrongLogin, accept
from latchstring.portals.actions.accept_new import LoginExists, accept_new
from latchstring.portals.actions.note_opened import note_opened
from latchstring.portals.actions.record_login import record_login
from latchstring.portals.actors import household
from latchstring.portals.queries.link import LinkState
from latchstring.web.common import who_is_here
from latchstring.web.common.requests import Request
from latchstring.web.public.invitations import pages
from latchstring.web.public.invitations.forms import NewLoginForm
from latchstring.web.public.sign_in import going_on, views
from latchstring.web.public.sign_in.entering import let_in


def go_on(request: Request, token: str, state: LinkState) -> HttpResponse:
    """Accept where it may be accepted; else the next thing to do. That somebody pressed is noted either way."""
    if request.user.is_authenticated and not state.logged_in_as and state.state in {"open", "accepted"}:
        return _accept(request, token, state)
    if state.state == "open" and not (state.logged_in_as or state.has_login):
        return _accept_new(request, token, state)
    note_opened(state)
    if state.state not in {"open", "accepted"}:
        return pages.show(request, token, state)
    if state.logged_in_as:
        views.end(request)
        return redirect("invitation", token=token)
    return going_on.remember(request, redirect("login"), token)


def _accept(request: Request, token: str, state: LinkState) -> HttpResponse:
    if state.state == "accepted":
        note_opened(state)
    before = household(request.user, request.firm).actor(who_is_here.said(request))
    try:
        person = accept(token, user=request.user).person
    except (LinkClosed, WrongLogin):
        note_opened(state)
        return redirect("invitation", token=token)
    now = household(request.user, request.firm).members.get(person.pk)
    if now and not now.locked and (before is None or before.person_id != person.pk):
        who_is_here.note(request, now.actor, before)
        logged_in([now.actor], how="invite")
        record_login(now.actor, session_key=request.session.session_key or "")
    return going_on.forget(redirect("portal-home"))


def _accept_new(request: Request, token: str, state: LinkState) -> HttpResponse:
    form = NewLoginForm(request.POST)
    if not form.is_valid():
        note_opened(state)
        return pages.new_login(request, token, state, form)
    try:
        user, _ = accept_new(token, address=state.address, firm=request.firm.name, **form.answers())
    except ValidationError as error:
        note_opened(state)
        form.add_error("password", error)
        return pages.new_login(request, token, state, form)
    except (LinkClosed, WrongLogin, LoginExists):
        note_opened(state)
        return redirect("invitation", token=token)
    return going_on.forget(let_in(request, user, lambda: perform_login(request, user, email=user.email), how="invite"))
