"""The selection of a page, out of the one field that scripts fill or the boxes themselves."""

from uuid import UUID

from django.http import QueryDict

from latchstring.portals.refusals import BadSelection
from latchstring.portals.selection import Selection

BOXES = ("client", "user")
NOTHING = "Tick at least one row first."


def posted_selection(data: QueryDict) -> Selection:
    """From ``selection``, else from the ticked boxes of a page without scripts, 50 at most.

    Raise BadSelection where nothing was ticked or what came is no selection.
    """
    text = data.get("selection", "")
    selection = Selection.parse(text) if text else _from_boxes(data)
    if selection.mode == "ids" and not selection.ids:
        raise BadSelection(NOTHING)
    return selection


def _from_boxes(data: QueryDict) -> Selection:
    try:
        return Selection.of(*(UUID(value) for box in BOXES for value in data.getlist(box)[:50]))
    except ValueError as error:
        raise BadSelection(NOTHING) from error
