"""Tables for spreadsheets, written as they are read; no cell can start a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO

from latchstring.kernel.cells import neutralise

Row = Sequence[str | int]
PIECE = 64 * 1024


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_lines(heads: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """UTF-8 with a mark at the start, by which Excel knows it."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(heads)
    for row in rows:
        yield writer.writerow([_plain(cell) for cell in row])


def xlsx_chunks(heads: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """The file goes to disk first and then out in pieces: memory does not grow with the rows."""
    with TemporaryFile() as file:
        _write_xlsx(file, heads, rows)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write_xlsx(file: IO[bytes], heads: Sequence[str], rows: Iterable[Row]) -> None:
    import xlsxwriter  # only an export needs it

    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Client portals")
    sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
    for place, row in enumerate(rows, start=1):
        sheet.write_row(place, 0, [_plain(cell) for cell in row])
    book.close()


def _plain(cell: str | int) -> str | int:
    return neutralise(cell) if isinstance(cell, str) else cell
