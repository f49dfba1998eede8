"""Where one is logged in, and logging out there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from latchstring.accounts import devices, sessions
from latchstring.accounts.actions.end_session import end_other_sessions, end_session
from latchstring.accounts.models import Session
from latchstring.web.common import notices
from latchstring.web.common.own_login.side import Side
from latchstring.web.common.requests import Request


@dataclass(frozen=True)
class Line:
    number: UUID
    device: str
    address: str
    since: datetime | None
    seen: datetime
    here: bool


def page(request: Request, side: Side) -> HttpResponse:
    request.actor.require_hands()
    lines = [_line(request, each) for each in sessions.open_ones(request.user.pk)]
    lines.sort(key=lambda line: not line.here)
    return side.show(request, "sessions", lines=lines, others=any(not line.here for line in lines))


def end(request: Request, side: Side, number: UUID) -> HttpResponse:
    device = end_session(request.actor, number)
    if device is None:
        raise Http404
    notices.done(request, _("Logged out: %s") % device)
    return side.to("sessions")


def end_others(request: Request, side: Side) -> HttpResponse:
    count = end_other_sessions(request.actor, current=request.session.session_key or "")
    words = ngettext("Logged out on one other device", "Logged out on %(count)d other devices", count)
    notices.done(request, words % {"count": count} if count else _("You were logged in nowhere else"))
    return side.to("sessions")


def _line(request: Request, row: Session) -> Line:
    return Line(
        number=row.number,
        device=devices.in_words(row.user_agent),
        address=row.address or "",
        since=row.logged_in_at,
        seen=row.seen_at,
        here=row.session_key == request.session.session_key,
    )
