"""The File inbox: what clients have sent and nobody on the team has reviewed."""

from typing import Any

from django.db.models import QuerySet

from latchstring.files.models import Document
from latchstring.kernel import keyset
from latchstring.kernel.cursor import Page
from latchstring.kernel.keyset import Sort
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

PAGE = 50
NEWEST_FIRST = Sort("created_at", descending=True)


def page(actor: Actor, cursor: str = "", *, size: int = PAGE) -> Page[Document]:
    """Newest first, each with client and current version. Raises Refused."""
    rows = waiting(actor)
    ids, onward, behind = keyset.page([rows], NEWEST_FIRST, cursor, size)
    found = rows.select_related("client", "current").in_bulk(ids)
    return Page([found[pk] for pk in ids if pk in found], onward, behind)


def waiting(actor: Actor) -> QuerySet[Any]:
    """Raises Refused."""
    actor.require(Action.FILES_VIEW)
    return Document.objects.visible_to(actor).filter(person_id__isnull=False, reviewed_at=None, deleted_at=None)


def count(actor: Actor, *, most: int = 99) -> int:
    """How many wait, up to ``most``."""
    return len(waiting(actor).values_list("pk")[:most]) if actor.may(Action.FILES_VIEW) else 0
