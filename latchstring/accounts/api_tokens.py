"""API tokens as they are used: whose one is, at this moment, and when it was used last."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from latchstring.accounts.models import ApiToken
from latchstring.accounts.queries import staff_actor_for
from latchstring.firms.models import Firm
from latchstring.kernel import clock, tokens
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.token_scopes import by_token

PREFIX = "latchstring_"
MINUTE = timedelta(minutes=1)


def found(secret: str, firm: Firm) -> ApiToken | None:
    """The token of this firm that still opens something."""
    rows = _live(firm.pk).filter(digest=tokens.digest(secret))
    row: ApiToken | None = rows.select_related("member__user").first()
    return row


def actor_of(token: ApiToken, firm: Firm) -> Actor | None:
    """Its team member with every right of this moment, as far as its scopes go; None for who left the team."""
    member = token.member.user and staff_actor_for(token.member.user, firm)
    return by_token(member, token.scopes, token.name) if member else None


def used(token: ApiToken) -> None:
    """Written once a minute at most."""
    now = clock.now()
    if token.last_used_at is None or token.last_used_at <= now - MINUTE:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def of_member(actor: Actor) -> list[ApiToken]:
    """One's own that are neither revoked nor over, newest first."""
    return list(_live(actor.firm_id).filter(member=actor.member_id).order_by("-id"))


def of_team(actor: Actor) -> list[ApiToken]:
    """Everybody's that are neither revoked nor over, by who made them; each with its ``member``."""
    actor.require(Action.TEAM_MANAGE)
    return list(_live(actor.firm_id).select_related("member").order_by("member__name", "member_id", "-id"))


def end_all(member_id: UUID) -> int:
    """How many ended."""
    return ApiToken.objects.filter(member=member_id, revoked_at=None).update(revoked_at=clock.now())


def _live(firm_id: UUID) -> QuerySet[Any]:
    rows: QuerySet[Any] = ApiToken.objects.filter(firm=firm_id, revoked_at=None)
    return rows.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()))
