"""Secure links: those of a client or firm, and the one behind a token."""

from typing import Any

from django.db.models import F, Q, QuerySet

from latchstring.files.models import SecureLink
from latchstring.kernel import clock, keyset, tokens
from latchstring.kernel.cursor import Page
from latchstring.kernel.keyset import Sort
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

PAGE = 50
NEWEST_FIRST = Sort("created_at", descending=True)


def page(actor: Actor, cursor: str = "", *, size: int = PAGE) -> Page[SecureLink]:
    """Every link of the firm that the actor can see, newest first. Raises Refused."""
    links = rows(actor)
    ids, onward, behind = keyset.page([links.order_by()], NEWEST_FIRST, cursor, size)
    found = links.in_bulk(ids)
    return Page([found[pk] for pk in ids if pk in found], onward, behind)


def rows(actor: Actor) -> QuerySet[Any]:
    """Newest first, each with document and client; filter by ``document`` for one file. Raises Refused."""
    actor.require(Action.FILES_VIEW)
    return SecureLink.objects.visible_to(actor).select_related("document__client").order_by("-created_at", "-id")


def still_open() -> Q:
    """Neither expired, revoked nor used up."""
    left = Q(most=None) | Q(downloads__lt=F("most"))
    return Q(revoked_at=None, expires_at__gt=clock.now()) & left


def find(firm_id: Any, token: str) -> SecureLink | None:
    """The link of this firm behind a token, whatever has become of it since."""
    rows = SecureLink.objects.filter(firm=firm_id, digest=tokens.digest(token))
    found: SecureLink | None = rows.select_related("firm", "document__client", "document__current").first()
    return found
