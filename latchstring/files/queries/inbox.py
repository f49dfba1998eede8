"""The File inbox: what clients have sent and nobody on the team has reviewed."""

from typing import Any

from django.db.models import QuerySet

from latchstring.files.models import Document
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


def rows(actor: Actor) -> QuerySet[Any]:
    """Newest first, each with client and current version; the face cuts the page. Raises Refused."""
    actor.require(Action.FILES_VIEW)
    waiting = Document.objects.visible_to(actor).filter(person_id__isnull=False, reviewed_at=None, deleted_at=None)
    return waiting.select_related("client", "current").order_by("-id")


def count(actor: Actor, *, most: int = 99) -> int:
    """How many wait, up to ``most``."""
    return len(rows(actor).order_by("id").values_list("pk")[:most]) if actor.may(Action.FILES_VIEW) else 0
