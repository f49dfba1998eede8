"""Workbooks that were made to harm: entities that fetch or grow, and more than may be unpacked."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from latchstring.clients.importing import kinds
from latchstring.clients.importing.sheets import SMALL
from latchstring.clients.importing.table import Unreadable
from tests.clients.test_import_reading import HEADERS, ROWS, read, workbook

OUTSIDE = '<!DOCTYPE x [<!ENTITY out SYSTEM "file:///etc/hostname">]>'
LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip


def spoilt(doctype, entity, padding=0):
    """A workbook whose first cell is an entity of our making; with padding it is read as a large one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([HEADERS, *ROWS]))) as whole, zipfile.ZipFile(out, "w", 8) as bad:
        for each in whole.infolist():
            data = whole.read(each)
            if each.filename == "xl/sharedStrings.xml":
                head, _, rest = data.decode().partition("?>")
                data = f"{head}?>{doctype}{rest.replace('Client ID', f'&{entity};', 1)}".encode()
            bad.writestr(each, data)
        bad.writestr("xl/padding.xml", b" " * padding)
    return out.getvalue()


@pytest.mark.parametrize("padding", [0, SMALL + 1], ids=["small", "large"])
@pytest.mark.parametrize(("doctype", "entity"), [(OUTSIDE, "out"), (LAUGHS, "a9")], ids=["outside", "laughs"])
def test_entities_of_a_workbook_fetch_nothing_and_do_not_grow(doctype, entity, padding):
    with suppress(Unreadable):
        text = str(read(spoilt(doctype, entity, padding)))
        assert Path("/etc/hostname").read_text().strip() not in text
        assert len(text) < 10_000


def test_a_workbook_that_would_unpack_to_more_than_may_be_is_refused(monkeypatch):
    monkeypatch.setattr(kinds, "MOST_UNPACKED", 100_000)
    with pytest.raises(Unreadable, match="too large"):
        read(spoilt("", "amp", 100_001))
