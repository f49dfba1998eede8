"""Text files: comma, semicolon, tab or pipe, with quoted line breaks, and lines that are broken."""

import codecs
import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from django.utils.translation import gettext as _

from latchstring.clients.importing.table import Line

DELIMITERS = ",;\t|"
LONGEST_RECORD = 100_000  # characters; below the csv module's limit for one cell
MOST_LINES = 200  # of one record, so that an unclosed quote costs one line and not the rest of the file
_DELIMITER_HINT = re.compile(r"\ufeff?sep=([,;\t|])\s*", re.IGNORECASE)


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that cp1252 leaves out, and any broken end of UTF-8 or UTF-16, never stop a file."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latchstring-latin-1", _as_latin_1)


def read(file: BinaryIO, encoding: str) -> Iterator[Line]:
    """Every line of the file, empty ones too."""
    text = io.TextIOWrapper(file, encoding, errors="latchstring-latin-1", newline="")
    try:
        delimiter, hint = _delimiter(text)
        text.seek(0)
        reading = _Reading(text, delimiter)
        for line in reading.lines():
            if not (hint and line.number == 1):
                yield line
    finally:
        if not file.closed:
            text.detach()


def _delimiter(text: TextIO) -> tuple[str, bool]:
    """The delimiter, and whether the first line is only there to name it."""
    sample = text.read(64 * 1024)
    if hint := _DELIMITER_HINT.match(sample):
        return hint[1], True
    if len(sample) == 64 * 1024:
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter)), False


def _fit(sample: str, delimiter: str) -> tuple[int, int]:
    """How many records have as many cells as most have, then how many cells that is."""
    try:
        widths = [len(cells) for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if cells]
    except csv.Error:
        return 0, 0
    width, times = max(Counter(widths).items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(0, 0))
    return (times, width) if width > 1 else (0, 0)


class _Broken(Exception):
    """The record that is being read can't end well."""


class _Reading:
    """Hands physical lines to the csv module and takes back those of a record that never ends."""

    def __init__(self, text: TextIO, delimiter: str) -> None:
        self.text = text
        self.delimiter = delimiter
        self.again: deque[str] = deque()
        self.pending: list[str] = []
        self.number = 1
        self.width = MOST_LINES

    def lines(self) -> Iterator[Line]:
        while True:
            reader = csv.reader(self._physical(), delimiter=self.delimiter)
            try:
                for cells in reader:
                    self._check(cells)
                    yield self._line(cells)
            except (_Broken, csv.Error):
                yield self._give_up()
                continue
            return

    def _physical(self) -> Iterator[str]:
        size = 0
        while True:
            if self.pending and (len(self.pending) > MOST_LINES or size > LONGEST_RECORD):
                raise _Broken
            line = self.again.popleft() if self.again else self.text.readline(LONGEST_RECORD + 1)
            if not line:
                break
            size = len(line) + (size if self.pending else 0)
            self.pending.append(line)
            if len(line) > LONGEST_RECORD:
                raise _Broken
            yield line
        if self.pending:
            raise _Broken

    def _check(self, cells: list[str]) -> None:
        """Over several lines a quote may have closed at the next stray one: not well formed, or too wide."""
        if len(self.pending) == 1:
            self.width = len(cells) or self.width
            return
        list(csv.reader(self.pending, delimiter=self.delimiter, strict=True))
        if len(cells) > self.width:
            raise _Broken

    def _line(self, cells: list[str]) -> Line:
        line = Line(self.number, cells)
        self.number += len(self.pending)
        self.pending.clear()
        return line

    def _give_up(self) -> Line:
        first, *rest = self.pending
        self.again.extendleft(reversed(rest))
        self.pending.clear()
        line = Line(self.number, [first.strip()[:1000]], broken=self._reason(first))
        if not first.endswith(("\n", "\r")) and len(first) > LONGEST_RECORD:
            self._skip_line()
        self.number += 1
        return line

    def _reason(self, first: str) -> str:
        if len(first) > LONGEST_RECORD:
            return _("This line is too long to read. Shorten its cells.")
        return _("A quotation mark on this line is never closed. Close it or remove it.")

    def _skip_line(self) -> None:
        while (piece := self.text.readline(LONGEST_RECORD)) and not piece.endswith(("\n", "\r")):
            pass
