"""Sessions that do not meet the firm's rules: out, or to where a second step can be set up."""

from typing import cast

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from latchstring.accounts import factors, sessions
from latchstring.accounts.rules import rules_of
from latchstring.accounts.session_store import SessionStore
from latchstring.policy.actor import Kind
from latchstring.policy.sign_in import METHOD_NAMES, Method, Verdict
from latchstring.web.common import confirming, entry, htmx, notices
from latchstring.web.common.requests import Request

FRAMES = {"invite-preview", "template-preview"}
"""What a part of a page shows: no place to log in."""

SET_UP = {Kind.STAFF: "profile-second", Kind.CLIENT: "portal-second"}


def turned_away(request: Request) -> HttpResponse | None:
    """None for a session that may go on. Who looks as a client goes by the team's rules."""
    kind = Kind.STAFF if request.actor.only_looks else request.actor.kind
    verdict = entry.verdict(request, kind)
    if verdict is Verdict.OPEN:
        return None
    if request.resolver_match and request.resolver_match.url_name in FRAMES:
        return _in_frame(request)
    if verdict is Verdict.IDLE and _typed_something(request):
        return _back_at_it(request)
    return _second_step(request, kind) if verdict is Verdict.SECOND_FACTOR else _out(request, kind, verdict)


def stranger(request: Request) -> HttpResponse:
    """Nobody is logged in here, or not any more."""
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        notices.done(request, _("You were not logged in any more, so that was not saved. Log in and do it once more."))
    return htmx.log_in(request)


def _in_frame(request: Request) -> HttpResponse:
    """The session stays as it is, so that the page around it still asks who is there and keeps what was typed."""
    sentence = _("You were away for a while. Go on here, and we ask who is there.")
    return render(request, "own_login/framed.html", {"sentence": sentence}, status=403)


def _back_at_it(request: Request) -> HttpResponse | None:
    """A form that was sent after too long a rest is kept, and used once it is them; all other rules hold on."""
    question = confirming.answered(request, why=_("You were away for a while. What you typed is kept."))
    if question is None:
        sessions.seen(cast("SessionStore", request.session))
        return turned_away(request)
    return question


def _typed_something(request: Request) -> bool:
    """Where only the firm's word stands behind a session, it has to be given anew."""
    return request.method == "POST" and not entry.is_vouched(request)


def _second_step(request: Request, kind: Kind) -> HttpResponse | None:
    """The pages that set it up stay open; who has it set up shows it."""
    route = request.resolver_match.url_name if request.resolver_match else None
    if (route or "").startswith(SET_UP[kind]):
        return None
    if factors.has_any(request.user.pk):
        return htmx.redirect(request, confirming.asking(request.get_full_path()))
    sentence = _("%s asks for a second step when you log in. Set one up to go on.")
    notices.done(request, sentence % request.firm.name)
    return htmx.redirect(request, resolve_url(SET_UP[kind]))


def _out(request: Request, kind: Kind, verdict: Verdict) -> HttpResponse:
    sentence = _sentence(request, kind, verdict)
    logout(request)
    notices.done(request, sentence)
    return htmx.log_in(request)


def _sentence(request: Request, kind: Kind, verdict: Verdict) -> str:
    if verdict is Verdict.IDLE:
        return _("You were away for a while. Log in again to go on.")
    if verdict is Verdict.TOO_LONG:
        return _("You have been logged in for a long time. Log in again to go on.")
    allowed = rules_of(request.firm, kind).methods
    ways = ", ".join(METHOD_NAMES[method].lower() for method in Method if method in allowed)
    return _("%(firm)s asks you to log in another way: %(ways)s.") % {"firm": request.firm.name, "ways": ways}
