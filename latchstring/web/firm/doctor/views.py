"""The access doctor: why somebody can't get in, and what helps."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from latchstring.accounts import phone_codes
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.actions.forgive_tries import forgive_tries
from latchstring.portals.actions.log_person_out import log_person_out
from latchstring.portals.actions.read_code_out import read_code_out
from latchstring.portals.actions.reset_pin import reset_pin as take_pin
from latchstring.portals.actions.reset_second_factor import reset_second_factor
from latchstring.portals.actions.wake_person import suspend_again, wake_person
from latchstring.portals.helping import CannotHelp, login_of
from latchstring.portals.models import PortalUser
from latchstring.portals.queries.doctor import diagnose
from latchstring.web.common import errors, limits, notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.doctor.colleagues import colleagues
from latchstring.web.firm.doctor.words import diagnosis


@require_safe
@staff_door
def doctor(request: Request) -> HttpResponse:
    request.actor.require(Action.CLIENT_VIEW)
    query = request.GET.get("q", "").strip()[:200]
    found = [diagnosis(request.actor, each) for each in diagnose(request.actor, query)] if query else []
    team = colleagues(request.actor, query)
    return render(request, "firm/doctor/doctor.html", {"query": query, "found": found, "team": team})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def read_code(request: Request, person_id: UUID) -> HttpResponse:
    """POST makes one; the page shows the same one to its maker for as long as it is good."""
    person = _person(request, person_id)
    try:
        if request.method == "POST":
            read_code_out(request.actor, person)
            return redirect("doctor-code", person_id)
        code = phone_codes.read_out(request.firm, login_of(request.actor, person), request.actor.member_id)
    except CannotHelp as error:
        return errors.not_now(request, _("No code was made"), str(error))
    if code is None:
        notices.done(request, _("The code for %s works no more") % person)
        return _back(person)
    return render(request, "firm/doctor/code.html", {"person": person, "code": f"{code[:3]} {code[3:]}"})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def reset(request: Request, person_id: UUID) -> HttpResponse:
    words = _("Second step reset: %s"), _("%s has no second step")
    return _taken_away(request, person_id, reset_second_factor, "firm/doctor/reset.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def reset_pin(request: Request, person_id: UUID) -> HttpResponse:
    words = _("PIN and passkeys reset: %s"), _("%s has no PIN and no passkey of their own")
    return _taken_away(request, person_id, take_pin, "firm/doctor/reset_pin.html", words)


def _taken_away(
    request: Request, person_id: UUID, take: Callable[[Actor, PortalUser], bool], asking: str, words: tuple[str, str]
) -> HttpResponse:
    """Ask with the template ``asking``, then ``take`` it; ``words`` are for what was taken, and where nothing was."""
    request.actor.require(Action.LOGIN_HELP)
    person = _person(request, person_id)
    if request.method != "POST":
        return render(request, asking, {"person": person})
    try:
        done = take(request.actor, person)
    except CannotHelp as error:
        return errors.not_now(request, _("Nothing was reset"), str(error))
    notices.done(request, words[0 if done else 1] % person)
    return _back(person)


@require_POST
@staff_door
def wake(request: Request, person_id: UUID) -> HttpResponse:
    person = _person(request, person_id)
    if wake_person(request.actor, person):
        notices.done(request, _("%s can log in again") % person, undo_url=reverse("user-suspend", args=[person_id]))
    return _back(person)


@require_POST
@staff_door
def suspend(request: Request, person_id: UUID) -> HttpResponse:
    person = _person(request, person_id)
    if suspend_again(request.actor, person):
        notices.done(request, _("%s is suspended as before") % person)
    return _back(person)


@require_POST
@staff_door
def forgive(request: Request, person_id: UUID) -> HttpResponse:
    person = _person(request, person_id)
    forgive_tries(request.actor, person)
    for whose in (person.address, str(person.user_id), str(person.pk)):
        limits.forgive(whose)
    notices.done(request, _("%s may try again") % person)
    return _back(person)


@require_POST
@staff_door
def log_out(request: Request, person_id: UUID) -> HttpResponse:
    person = _person(request, person_id)
    try:
        count = log_person_out(request.actor, person)
    except CannotHelp as error:
        return errors.not_now(request, _("Nobody was logged out"), str(error))
    words = _("%s is logged out everywhere") if count else _("%s was logged in nowhere")
    notices.done(request, words % person)
    return _back(person)


def _person(request: Request, person_id: UUID) -> PortalUser:
    person: PortalUser = get_object_or_404(PortalUser.objects.visible_to(request.actor), pk=person_id)
    return person


def _back(person: PortalUser) -> HttpResponse:
    return redirect(resolve_url("doctor") + "?" + urlencode({"q": person.email}))
