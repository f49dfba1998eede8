"""Whom a batch did not reach, each with the reason and what mends it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from latchstring.firms.models import Firm
from latchstring.mail.models import State
from latchstring.policy.actor import Actor
from latchstring.portals.models import Invite, InviteBatch, Skip
from latchstring.portals.planning import Reason
from latchstring.portals.queries.reasons import fix, sentence

FAILED = "failed"
CAME_BACK = "came-back"

_STATES = {
    FAILED: [State.FAILED],
    CAME_BACK: [State.INACTIVE, State.COMPLAINED, State.WITHHELD],
}
SETTLED = frozenset({Reason.SAME_PERSON})
"""Passed over because another row of the same send reached them: listed only where that is asked for."""
_FIXES = {FAILED: "Resend invite", CAME_BACK: "Change email"}


@dataclass(frozen=True, slots=True)
class Problem:
    """``sentence`` is for people, ``detail`` the mail server's own words; ``fix`` names the link."""

    name: str
    client_id: UUID | None
    client_name: str
    person_id: UUID | None
    reason: str
    sentence: str
    detail: str
    fix: str


def problems(actor: Actor, batch: InviteBatch, reason: str = "", limit: int = 500) -> list[Problem]:
    """Emails that failed or came back, then those passed over; ``reason`` narrows to one kind."""
    firm = Firm.objects.get(pk=batch.firm_id)
    found: list[Problem] = []
    for kind in _STATES if not reason else [kind for kind in _STATES if kind == reason]:
        found += _of_emails(batch, kind, limit - len(found))
    if reason not in _STATES:
        found += _of_skips(actor, batch, firm, reason, limit - len(found))
    return found


def problem_counts(batch: InviteBatch) -> dict[str, int]:
    """How many there are of each reason, without those of none."""
    skips = dict(batch.skips.order_by().values_list("reason").annotate(n=Count("pk")))
    states = dict(batch.invites.order_by().values_list("message__state").annotate(n=Count("pk")))
    emails = {kind: sum(states.get(state, 0) for state in of) for kind, of in _STATES.items()}
    return {reason: n for reason, n in {**emails, **skips}.items() if n}


def _of_emails(batch: InviteBatch, kind: str, limit: int) -> list[Problem]:
    rows = Invite.objects.filter(batch=batch, message__state__in=_STATES[kind])
    return [
        Problem(
            name=str(invite.person),
            client_id=invite.client_id,
            client_name=invite.client.name,
            person_id=invite.person_id,
            reason=kind,
            sentence=invite.message.reason or "The mail server did not take it.",
            detail=invite.message.detail,
            fix=_FIXES[kind],
        )
        for invite in rows.select_related("person", "client", "message").order_by("pk")[:limit]
    ]


def _of_skips(actor: Actor, batch: InviteBatch, firm: Firm, reason: str, limit: int) -> list[Problem]:
    rows = Skip.objects.filter(batch=batch).select_related("client")
    rows = rows.filter(reason=reason) if reason else rows.exclude(reason__in=SETTLED)
    return [
        Problem(
            name=skip.name or "A client you can’t see",
            client_id=skip.client_id,
            client_name=skip.client.name if skip.client else "",
            person_id=skip.person_id,
            reason=skip.reason,
            sentence=sentence(skip.reason, skip.detail, firm),
            detail="",
            fix=fix(skip.reason),
        )
        for skip in rows.order_by("pk")[:limit]
    ]
