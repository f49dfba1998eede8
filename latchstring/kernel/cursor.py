"""Where a page of a sorted list begins: opaque to the browser, cheap at any depth."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """``next`` and ``previous`` are cursors, empty where there is nothing more."""

    rows: Sequence[Row]
    next: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row to continue from: its value in the sorted column (None for empty) and its id."""

    value: Any
    id: UUID
    back: bool = False

    @classmethod
    def parse(cls, text: str, column: str) -> Self | None:
        """None for the first page, and for anything that was not written for this column."""
        try:
            of, kind, value, id_, back = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            return cls(_READ[kind](value), UUID(id_), bool(back)) if of == column else None
        except (ValueError, TypeError, KeyError, AttributeError, binascii.Error, RecursionError):
            return None

    def write(self, column: str) -> str:
        kind = {type(None): "n", str: "s", int: "i"}.get(type(self.value), "t")
        value = self.value.isoformat() if kind == "t" else self.value
        plain = json.dumps([column, kind, value, self.id.hex, int(self.back)], separators=(",", ":"))
        return base64.urlsafe_b64encode(plain.encode()).rstrip(b"=").decode()


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("text")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("zone")
    return moment


def _number(value: Any) -> int:
    if not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError("number")
    return value


_READ = {"n": lambda value: None, "s": _text, "i": _number, "t": _moment}
