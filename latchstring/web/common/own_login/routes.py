"""The routes of one's own login, made for a side and its door."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.web.common.own_login import app, passkey, second, sessions
from latchstring.web.common.own_login.side import Side
from latchstring.web.common.requests import Request

_FORM = require_http_methods(["GET", "HEAD", "POST"])
_PAGE = require_http_methods(["GET", "HEAD"])


def routes(side: Side, door: Callable[[Any], Any]) -> list[URLPattern]:
    """Below the profile of this side."""

    def at(where: str, name: str, page: Callable[..., HttpResponse], methods: Callable[[Any], Any]) -> URLPattern:
        @wraps(page)
        def view(request: Request, **kwargs: Any) -> HttpResponse:
            return page(request, side, **kwargs)

        found: URLPattern = path(f"{side.home}{where}", methods(door(view)), name=side[name])
        return found

    return [
        at("second/", "second", second.page, _PAGE),
        at("second/app/", "second-app", app.page, _FORM),
        at("second/passkey/", "second-passkey", passkey.page, _FORM),
        at("second/<int:factor_id>/remove/", "second-remove", second.remove, _FORM),
        at("second/codes/", "second-codes", second.codes, require_POST),
        at("sessions/", "sessions", sessions.page, _PAGE),
        at("sessions/others/", "sessions-others", sessions.end_others, require_POST),
        at("sessions/<uuid:number>/", "session", sessions.end, require_POST),
    ]
