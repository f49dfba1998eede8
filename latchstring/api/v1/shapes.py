"""What all resources share: bodies that take nothing unknown, and pages."""

import re
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from latchstring.api.v1.problems import BadField
from latchstring.kernel.cursor import Cursor

Limit = Annotated[int, Field(ge=1, le=100, description="How many at most.")]
Search = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Text = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]
Place = Annotated[str, Field(max_length=1000, description="What the page before called `next`.")]


def _written(day: Any) -> Any:
    """A number is no day here, though the library would count seconds from 1970 by it."""
    if isinstance(day, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII):
        raise ValueError("Enter the day like 2027-04-30")
    return day


Day = Annotated[date, BeforeValidator(_written)]


class Body(Schema):
    """What may not be set is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Listing(Schema):
    """``next`` is the cursor of the next page, null on the last one."""

    next: str | None


def readable(cursor: str, column: str) -> str:
    """A cursor that we wrote for this list. Raises BadField: a program must not read the first page for ever."""
    if cursor and Cursor.parse(cursor, column) is None:
        raise BadField("cursor", "This is not a place in this list. Begin without a cursor.")
    return cursor


def page_of(items: Any, onward: str) -> dict[str, Any]:
    return {"items": items, "next": onward or None}
