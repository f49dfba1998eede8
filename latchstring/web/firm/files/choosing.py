"""What is to be made visible: files ticked in a list, or to be ticked in the window itself."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from latchstring.clients.models import Client
from latchstring.files.queries.listing import documents_within, private
from latchstring.ui import file_marks
from latchstring.web.common.found_files import the_ticked
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.portal.purpose import Item

OFFERED = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """``documents`` are the private ones among those asked for, ``within`` is the folder they were ticked in.

    ``offered`` is what the window lets one choose from; None where the choice was made before.
    """

    documents: list[Any]
    within: Any = None
    offered: tuple[Any, ...] | None = None

    @property
    def items(self) -> list[Item]:
        ticked = {each.pk for each in self.documents}
        shown = self.documents if self.offered is None else self.offered
        return [_item(each, ticked=each.pk in ticked) for each in shown]


def asked_for(request: Request, client: Client, data: QueryDict) -> Asked:
    """``choose`` in the address or the form opens the choice; what is ticked stays in it."""
    ticked = the_ticked(request, client, data)
    within = documents_within(request.actor, client, ticked.folders)
    documents = [each for each in (*ticked.documents, *within) if not each.shared_at]
    if "choose" not in data:
        return Asked(documents, ticked.within)
    newest = private(request.actor, client, size=OFFERED)
    known = {each.pk for each in newest}
    return Asked(documents, None, (*newest, *(each for each in documents if each.pk not in known)))


def _item(document: Any, *, ticked: bool) -> Item:
    size = file_marks.size(document.current.size)
    return Item(file_marks.glyph(document.name), document.name, size, "document", str(document.pk), ticked)
