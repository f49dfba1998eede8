"""Files as a client sees them: from whom, whether new, and whether they may still change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from latchstring.files.own import is_own
from latchstring.files.queries.listing import openings
from latchstring.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Row:
    """``new`` until this person has opened it; ``own`` while they may rename or delete what they sent."""

    document: Any
    sender: str
    new: bool
    own: bool


def rows_of(actor: Actor, documents: Sequence[Any]) -> list[Row]:
    opened = openings(actor, documents)
    return [
        Row(
            document,
            sender=_("you") if _mine(actor, document) else document.added_by,
            new=not _mine(actor, document) and document.pk not in opened,
            own=is_own(actor, document),
        )
        for document in documents
    ]


def _mine(actor: Actor, document: Any) -> bool:
    return document.person_id is not None and document.person_id == actor.person_id
