"""Pages for what went wrong; each says what happened and what to do. A program is told the same as JSON."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from latchstring.accounts.queries import who_may
from latchstring.policy.actions import Action
from latchstring.policy.actor import Kind, OnlyLooking, OutOfScope, Refused, Unlicensed
from latchstring.policy.licences import LICENCE_NAMES
from latchstring.web.common import problems
from latchstring.web.common.client_here import client_here
from latchstring.web.common.member_here import member_here

_log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page(request, 413, "That is more than this page takes", "Send less at once. Nothing was kept.")
    return _page(request, 400, "That request did not arrive whole", "Go back and try it again.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, "This is not open to you", "If you need it, ask your firm.")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 404, "There is nothing here", "The address may have a typing mistake, or what was here is gone."
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, "Something broke on our side", "Nothing you typed was at fault. Try again in a minute.")


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """For a reader who comes back to the address of a button, mostly."""
    title = "There is nothing to read here"
    sentence = "This address belongs to a button. Go to the page with the button and press it there."
    if problems.wanted(request):
        title, sentence = "This address does not answer that method", f"It answers {allowed}."
    response = _page(request, 405, title, sentence)
    response.headers["Allow"] = allowed
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        "This page was open too long",
        "We could not be sure that the form came from you, so nothing was changed. Go back, load the page again and "
        "send it once more. If that does not help, allow cookies for this site.",
    )


def unknown_host(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        400,
        "There is no portal at this address",
        "Check the address for a typing mistake, or follow the link in your email.",
    )


def not_now(request: HttpRequest, title: str, sentence: str) -> HttpResponse:
    """Allowed, and still not possible as things stand."""
    return _page(request, 409, title, sentence)


def too_many(request: HttpRequest, title: str, sentence: str) -> HttpResponse:
    return _page(request, 429, title, sentence)


class RefusalMiddleware:
    """Answers 403 where an action was refused: which permission is missing, and who can give it.

    What is refused before a view is reached gets a page as well, and nothing is stored that does not say so itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            response = wrong_method(request, response.headers["Allow"])
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What somebody takes away while a form about it arrives is gone, not broken."""
        if isinstance(exception, ObjectDoesNotExist) and request.method == "POST":
            _log.warning("What a form was about is gone.", exc_info=exception)
            return not_found(request)
        return refused(request, exception) if isinstance(exception, Refused) else None


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    actor = getattr(request, "actor", None)
    if isinstance(refusal, OnlyLooking):
        return _page(request, 403, "You are only looking", str(refusal), "Stop viewing to go on with your own work.")
    if isinstance(refusal, Unlicensed):
        return _unlicensed(request, refusal)
    if isinstance(refusal, OutOfScope):
        return _out_of_scope(request, refusal)
    if actor is None or actor.kind is not Kind.STAFF:
        return forbidden(request)
    names = _givers(request)
    return _page(request, 403, "You do not have this permission", str(refusal), f"{names} can give it to you.")


def _unlicensed(request: Any, refusal: Unlicensed) -> HttpResponse:
    """Off for the whole firm, or on and this member has no seat."""
    name, firm = LICENCE_NAMES[refusal.licence], request.firm
    if refusal.licence not in firm.licences:
        title, what = f"{name} is not switched on", "switch it on"
    else:
        title, what = f"You have no seat for {name}", "give you a seat"
    if request.actor.kind is not Kind.STAFF:
        return _page(request, 403, title, str(refusal), f"If you need it, ask {firm.name}.")
    return _page(request, 403, title, str(refusal), f"{_givers(request)} can {what} in Settings, under Licences.")


def _out_of_scope(request: Any, refusal: OutOfScope) -> HttpResponse:
    ask = f"If you need it, ask {request.firm.name}."
    return _page(request, 403, "This is not part of your access", str(refusal), ask)


def _givers(request: Any) -> str:
    return _either([member.name for member in who_may(request.firm.pk, Action.TEAM_MANAGE)[:5]])


def _either(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _page(request: HttpRequest, status: int, title: str, *sentences: str) -> HttpResponse:
    if problems.wanted(request):
        return problems.answer(status, title, " ".join(sentences))
    firm = getattr(request, "firm", None)
    context = _around(request, status) | {
        "title": title,
        "sentences": sentences,
        "way_back": "/" if firm else "",
        "way_back_label": "Go to your start page",
    }
    response = render(request, "ui/error.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _around(request: HttpRequest, status: int) -> dict[str, Any]:
    """The navigation of whoever reads it, with what that needs; none where something broke."""
    if status == 500:
        return {"around": "ui/plain.html"}
    if member_here(request):
        return {"around": "ui/firm.html"}
    own = client_here(request)
    return {"around": "ui/portal.html" if own else "ui/plain.html"} | own
