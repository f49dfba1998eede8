"""What kind of file this is, by its content and never by its name."""

import codecs
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from latchstring.clients.importing.table import Unreadable

SAMPLE = 64 * 1024
MOST_UNPACKED = 2 * 1024**3
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_IN_TEXT = (*range(9), *range(14, 32))


def kind_of(file: BinaryIO) -> str:
    """ "xlsx", or the encoding of a text file. Raises Unreadable for anything else."""
    head = _head(file)
    if not head.strip(b"\0\t\r\n ,;"):
        raise Unreadable(_("This file is empty. Choose the file that holds your clients."))
    if head.startswith(b"%PDF"):
        raise Unreadable(_("This is a PDF. Save the list as CSV or XLSX and choose that file."))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("This is an old Excel workbook. Save it as XLSX or CSV and choose that file."))
    if head.startswith(b"PK\x03\x04"):
        return _packed(file)
    return _encoding(file, head)


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    head = file.read(SAMPLE)
    file.seek(0)
    return head


def _packed(file: BinaryIO) -> str:
    damaged = Unreadable(_("This file is damaged. Save the list again as CSV or XLSX."))
    try:
        members = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged from error
    finally:
        file.seek(0)
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise Unreadable(_("This is a ZIP archive. Unpack it and choose the CSV or XLSX file inside."))
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Unreadable(_("This workbook is too large. Save the sheet with your clients as CSV."))
    return "xlsx"


def _encoding(file: BinaryIO, head: bytes) -> str:
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    pairs = max(len(head) // 2, 1)
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[offset::2].count(0) > pairs * 0.4 and head[1 - offset :: 2].count(0) < pairs * 0.1:
            return name
    if _is_utf_8(file):
        return "utf-8"
    if sum(head.count(byte) for byte in _NOT_IN_TEXT) > len(head) * 0.05:
        raise Unreadable(_("This is not a table. Choose a CSV or XLSX file."))
    return "cp1252"


def _is_utf_8(file: BinaryIO) -> bool:
    """Whether all of it is, read in pieces; a few broken bytes among many good ones don't make it something else."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    beyond_ascii = broken = 0
    while piece := file.read(1024 * 1024):
        text = decoder.decode(piece)
        broken += text.count("\ufffd")
        beyond_ascii += len(text) - len(text.encode("ascii", "ignore"))
    file.seek(0)
    return beyond_ascii >= broken * 10
