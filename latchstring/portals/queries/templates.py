"""The saved messages of a firm."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from latchstring.mail.kinds import KINDS as EMAILS
from latchstring.mail.models import Template
from latchstring.mail.words import OWN_WORDS
from latchstring.policy.actor import Actor

MESSAGES = ("invite", "reminder", "file-shared")
"""Kinds in which somebody writes a message of their own, and may begin with a template."""

KINDS: dict[str, str | Promise] = {kind: EMAILS[kind] for kind in (*MESSAGES, *OWN_WORDS)}


def own_or_firms(actor: Actor) -> QuerySet[Any]:
    """The firm's templates and the team member's own."""
    rows: QuerySet[Any] = Template.objects.visible_to(actor)
    return rows.filter(Q(owner_id=None) | Q(owner_id=actor.member_id))


def templates_for(actor: Actor, *kinds: str) -> list[Template]:
    """Of these kinds, of invites where none is given: the most used first, 50 at most."""
    rows = own_or_firms(actor).filter(kind__in=kinds or ("invite",))
    return list(rows.order_by("-times_used", "name")[:50])
