"""The button of an invite: as far as whoever presses it may go."""

from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from latchstring.accounts.actions.note_login import logged_in
from latchstring.portals.actions.accept import LinkClosed, WrongLogin, accept
from latchstring.portals.actions.accept_new import LoginExists, accept_new
from latchstring.portals.actions.note_opened import note_opened
from latchstring.portals.actions.record_login import record_login
from latchstring.portals.actors import household
from latchstring.portals.queries.link import LinkState
from latchstring.web.common import who_is_here
from latchstring.web.common.actors import client_side
from latchstring.web.common.requests import Request
from latchstring.web.public.invitations import pages
from latchstring.web.public.invitations.forms import NewLoginForm
from latchstring.web.public.sign_in import going_on, views
from latchstring.web.public.sign_in.entering import let_in


def go_on(request: Request, token: str) -> HttpResponse:
    """Accept where it may be accepted; else the next thing to do. That somebody pressed is noted either way."""
    form = NewLoginForm(request.POST)
    if not request.user.is_authenticated and form.is_valid():
        try:
            return _accept_new(request, token, form)
        except ValidationError as error:
            form.add_error("password", error)
        except (LinkClosed, LoginExists):
            pass  # what it is instead is looked at below
    state = pages.look_here(request, token)
    if request.user.is_authenticated and not state.logged_in_as and state.state in {"open", "accepted"}:
        return _accept(request, token, state)
    note_opened(state)
    if state.state not in {"open", "accepted"}:
        return pages.show(request, token, state)
    if state.logged_in_as:
        views.end(request)
    if state.logged_in_as or state.state == "accepted":  # in another window, while this one was open
        return redirect("invitation", token=token)
    if not state.has_login:
        return pages.new_login(request, token, state, form)
    return going_on.remember(redirect("login"), token)


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


def _accept_new(request: Request, token: str, form: NewLoginForm) -> HttpResponse:
    user, people = accept_new(token, firm=request.firm, **form.answers())
    here = client_side(people)
    response = let_in(request, user, lambda: perform_login(request, user, email=user.email), "invite", here)
    if form.wants_passkey and request.user.is_authenticated:
        response["Location"] = reverse("portal-second-passkey")
    return going_on.forget(response)
