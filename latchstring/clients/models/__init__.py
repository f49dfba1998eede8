"""The clients of a firm, the people behind them, and who on the team looks after whom."""

from latchstring.clients.models.bulk import GOING_ON, BulkChange, BulkPart
from latchstring.clients.models.client import Client, SearchText, Tag
from latchstring.clients.models.counts import Counts
from latchstring.clients.models.imports import Import, ImportMapping
from latchstring.clients.models.people import Contact, Link
from latchstring.clients.models.team import Assignment, Note

__all__ = [
    "GOING_ON",
    "Assignment",
    "BulkChange",
    "BulkPart",
    "Client",
    "Contact",
    "Counts",
    "Import",
    "ImportMapping",
    "Link",
    "Note",
    "SearchText",
    "Tag",
]
