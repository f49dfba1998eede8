"""What the page of a send shows: its segments, its words, its problems."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from latchstring.accounts.models import TeamMember
from latchstring.kernel import clock
from latchstring.mail.queries import open_alert
from latchstring.portals.ends import limits, midnight_after
from latchstring.portals.models import InviteBatch
from latchstring.portals.queries.problems import SETTLED, problem_counts, problems
from latchstring.portals.queries.progress import progress
from latchstring.portals.queries.recipients import count
from latchstring.portals.selection import Selection
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.choices import Choice
from latchstring.web.firm.manager.fixes import with_fixes
from latchstring.web.firm.manager.segments import outcomes, segments

FEW, MANY = 6, 500
TITLES = {
    "waiting": "Invites are about to leave",
    "scheduled": "Invites are scheduled",
    "opening": "Preparing the invites",
    "running": "Sending invites",
    "paused": "Sending is paused",
    "finished": "Invites sent",
    "cancelled": "The rest was cancelled",
    "undone": "Taken back",
}
OVER = {"finished", "cancelled", "undone"}
AHEAD = {"waiting", "scheduled"}
BEGINNING = timedelta(seconds=10)
"""So long after its start the head of the page may still offer Undo in a browser, and is drawn anew."""
REASONS = {
    "came-back": "Email inactive",
    "failed": "Could not be sent",
    "no-email": "No email address",
    "email-inactive": "Email inactive before the send",
    "already-invited": "Already invited",
    "already-user": "Already a portal user",
    "shares-address": "Shares an address",
    "client-inactive": "Client inactive",
    "no-access": "No access to this client",
    "same-person": "One invite for several clients",
    "over-limit": "Over the daily limit",
    "accepted": "Already accepted",
    "removed": "Access removed",
}


def of_progress(request: Request, batch: InviteBatch) -> dict[str, Any]:
    now = progress(batch)
    handled = now.selected - now.queued
    opened = batch.campaign.opened_at is not None
    percent = 100 * handled // now.selected if now.selected and opened else 0
    return {
        "batch": batch,
        "progress": now,
        "handled": handled,
        "percent": percent,
        "opened": opened,
        "tenth": percent // 10 * 10 if opened else "",
        "left": time_left(now.seconds_left) if now.state == "running" else "",
        "segments": segments(now),
        "outcomes": outcomes(now),
        "title": TITLES.get(now.state, TITLES["running"]),
        "over": now.state in OVER,
        "ahead": now.state in AHEAD,
        "can_undo": now.state in AHEAD or (now.state == "paused" and not batch.cursor and not batch.opened_at),
        "chosen": _chosen(request, batch) if now.state in AHEAD else 0,
        "alert": open_alert(batch.campaign_id),
        "too_late": _too_late(batch),
        "begins": clock.now() < batch.campaign.starts_at + BEGINNING,
        "seconds": max(1, round((batch.campaign.starts_at - clock.now()).total_seconds())),
    }


def _chosen(request: Request, batch: InviteBatch) -> int:
    """Clients, or people who are sent their invite again: of a filter, those that it shows now."""
    selection = Selection.of_data(batch.selection)
    if selection.mode == "ids":
        return len(selection.ids)
    return count(request.actor, selection, of="people" if batch.kind == "resend" else "clients")


def _too_late(batch: InviteBatch) -> bool:
    """Whether it was cancelled because the last day of the access had passed."""
    ended = batch.campaign.cancelled_at
    return bool(batch.until and ended and ended.astimezone(ZoneInfo(batch.firm.time_zone)).date() >= batch.until)


def of_problems(request: Request, batch: InviteBatch) -> dict[str, Any]:
    """The first few, or with ``all`` in the address as many as a page can hold."""
    reason = request.GET.get("reason", "")
    counts = problem_counts(batch)
    to_fix = sum(count for kind, count in counts.items() if kind not in SETTLED)
    rows = problems(request.actor, batch, reason=reason, limit=MANY if "all" in request.GET else FEW)
    here = reverse("batch", args=[batch.pk])
    return {
        "problems": with_fixes(rows, here),
        "reason": reason,
        "reasons": _reasons(counts, reason, to_fix),
        "reason_label": REASONS.get(reason, "All reasons"),
        "problem_count": counts.get(reason, 0) if reason else to_fix,
        "all_problems": to_fix,
        "settled": sum(counts.values()) - to_fix,
        "shows_all": "all" in request.GET,
        "all_url": "?" + urlencode({"all": 1} | ({"reason": reason} if reason else {})),
    }


def _reasons(counts: Mapping[str, int], chosen: str, to_fix: int) -> list[Choice]:
    found = [Choice(key, REASONS.get(key, key), key == chosen, number) for key, number in counts.items()]
    return [Choice("", "All reasons", not chosen, to_fix), *found]


def about(request: Request, batch: InviteBatch) -> dict[str, Any]:
    member = (
        TeamMember.objects.visible_to(request.actor).filter(pk=batch.member_id).first() if batch.member_id else None
    )
    until = midnight_after(batch.until, request.firm) if batch.until else None
    opens = limits(batch.scope, until, request.firm)
    return {"opens": opens, "by": member.name if member else "Latchstring", "sent": request.GET.get("sent", "")}


def time_left(seconds: float | None) -> str:
    """In the words of somebody who does not want to promise too much."""
    if seconds is None:
        return ""
    if seconds < 60:
        return "less than a minute left"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"about {minutes} minute{'' if minutes == 1 else 's'} left"
    return f"about {round(minutes / 60)} hours left"
