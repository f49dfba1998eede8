"""Secure links: those of a client or firm, and the one behind a token."""

from typing import Any

from django.db.models import F, Q, QuerySet

from latchstring.files.models import SecureLink
from latchstring.kernel import clock, tokens
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


def rows(actor: Actor) -> QuerySet[Any]:
    """Newest first, each with document and client; filter by ``document__client`` for one. Raises Refused."""
    actor.require(Action.FILES_VIEW)
    return SecureLink.objects.visible_to(actor).select_related("document__client").order_by("-id")


def still_open() -> Q:
    """Neither expired, revoked nor used up."""
    left = Q(most=None) | Q(downloads__lt=F("most"))
    return Q(revoked_at=None, expires_at__gt=clock.now()) & left


def find(firm_id: Any, token: str) -> SecureLink | None:
    """The link of this firm behind a token, whatever has become of it since."""
    rows = SecureLink.objects.filter(firm=firm_id, digest=tokens.digest(token))
    found: SecureLink | None = rows.select_related("firm", "document__client", "document__current").first()
    return found
