"""From an uploaded file to a table: what it is, where its headers are, and its lines."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from latchstring.clients.importing import fields, sheets, texts
from latchstring.clients.importing.kinds import kind_of
from latchstring.clients.importing.table import HEADERS_WITHIN, Line, Table, Unreadable

MOST_COLUMNS = 200


def open_table(file: BinaryIO) -> Table:
    """A seekable binary file as a table. Raises Unreadable with a sentence."""
    kind = kind_of(file)
    lines = sheets.read(file) if kind == "xlsx" else texts.read(file, kind)
    filled = (line for line in lines if not line.is_empty())
    first = list(islice(filled, HEADERS_WITHIN))
    if not first:
        raise Unreadable(_("This file is empty. Choose the file that holds your clients."))
    place = _header_place(first)
    headers = _named(first[place].cells)
    if place + 1 == len(first) and len(first) < HEADERS_WITHIN:
        raise Unreadable(_("This file has headers and no clients below them. Choose another file."))
    return Table(headers, _below(chain(first[place + 1 :], filled), len(headers)))


def _header_place(lines: list[Line]) -> int:
    """The first line that names at least two fields, after what a program may have put on top; else the first."""
    for place, line in enumerate(lines):
        if len(set(fields.guess(line.cells).values())) >= 2:
            return place
    if lines[0].broken or any("@" in cell for cell in lines[0].cells):
        raise Unreadable(
            _("The first line of this file has to name its columns, like Client ID, Client Name, Email. Add it on top.")
        )
    return 0


def _named(cells: list[str]) -> list[str]:
    headers = [" ".join(cell.split()).replace("\0", "").lstrip("\ufeff") for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MOST_COLUMNS:
        raise Unreadable(_("This file has more than 200 columns. Keep those about your clients."))
    return headers


def _below(lines: Iterator[Line], width: int) -> Iterator[Line]:
    """Short lines are filled up; what is longer than the headers can't be told apart, so it is broken."""
    for line in lines:
        cells = line.cells
        if line.broken:
            yield line
        elif len(cells) <= width:
            yield Line(line.number, cells + [""] * (width - len(cells)))
        elif any(cell.strip() for cell in cells[width:]):
            yield Line(line.number, cells, broken=_too_long(len(cells), width))
        else:
            yield Line(line.number, cells[:width])


def _too_long(cells: int, width: int) -> str:
    return _(
        "This line has %(cells)s cells under %(width)s headers. "
        "Put quotation marks around a cell with a separator in it."
    ) % {"cells": cells, "width": width}
