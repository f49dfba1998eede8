"""Workbooks: the first visible sheet with cells, small ones at once, large ones cell by cell in bounded memory."""

import datetime
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from latchstring.clients.importing.table import Line, Unreadable

SMALL = 40 * 1024**2  # bytes unpacked


def read(file: BinaryIO) -> Iterator[Line]:
    """Every row, empty ones too. Raises Unreadable for what is no workbook."""
    try:
        rows = _at_once(file) if _unpacked(file) <= SMALL else _streamed(file)
        for number, values in rows:
            yield Line(number, [_text(value) for value in values])
    except (CalamineError, zipfile.BadZipFile, KeyError, SyntaxError) as error:
        raise Unreadable(_("This workbook can’t be read. Save it again as XLSX, or as CSV.")) from error


def _unpacked(file: BinaryIO) -> int:
    file.seek(0)
    size = sum(member.file_size for member in zipfile.ZipFile(file).infolist())
    file.seek(0)
    return size


def _at_once(file: BinaryIO) -> Iterator[tuple[int, list[Any]]]:
    book = CalamineWorkbook.from_filelike(file)
    shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
    sheets = [book.get_sheet_by_name(name) for name in shown] or [book.get_sheet_by_index(0)]
    sheet = next((sheet for sheet in sheets if sheet.end), sheets[0])
    yield from enumerate(sheet.iter_rows(), 1)


def _streamed(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    import openpyxl  # only a large workbook needs it

    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        shown: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets[:1]
        for sheet in shown:
            sheet.reset_dimensions()
        sheet = next((sheet for sheet in shown if any(sheet.iter_rows(values_only=True))), shown[0])
        yield from enumerate(sheet.iter_rows(values_only=True), 1)
    finally:
        book.close()


def _text(value: Any) -> str:
    """As a person would read the cell: 12 and not 12.0, a date without its midnight."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)
