"""Whatever a table was saved as, its cells and the lines they stand on come out the same."""

import codecs
import csv
import io
import random
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from latchstring.clients.importing.reading import open_table
from latchstring.clients.importing.sheets import SMALL
from latchstring.clients.importing.table import Unreadable

HEADERS = ["Client ID", "Client Name", "Email", "Street"]
ROWS = [
    ["C-1", "Müller & Söhne", "post@müller.example", "Lange Straße 1\nHinterhaus"],
    ["C-2", 'The "Quoted" One; Two, Three|Four\tFive', "", ""],
    ["C-3", "Plain", "p@plain.example", "End"],
]


def read(data):
    table = open_table(io.BytesIO(data if isinstance(data, bytes) else data.encode()))
    return table.headers, [(line.number, line.cells, line.broken) for line in table.lines]


def written(rows, delimiter=",", newline="\r\n"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue()


def workbook(rows, hidden=(), blank=()):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name in blank:
        book.add_worksheet(name)
    for name in hidden:
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Client ID", "Client Name"])
        sheet.write_row(1, 0, ["X", "Hidden"])
    shown = book.add_worksheet("Clients")
    for number, row in enumerate(rows):
        shown.write_row(number, 0, row)
    shown.activate()
    for sheet in book.worksheets():
        if sheet.name in hidden:
            sheet.hide()
    book.close()
    return out.getvalue()


def test_the_signs_that_only_cp1252_has_are_read():
    table = open_table(io.BytesIO("Client ID,Client Name\n1,Rosé – “Café” 5 €\n".encode("cp1252")))
    assert [line.cells for line in table.lines] == [["1", "Rosé – “Café” 5 €"]]


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_every_encoding_and_separator_reads_the_same(delimiter, encoding, newline):
    headers, lines = read(written([HEADERS, *ROWS], delimiter, newline).encode(encoding))
    assert headers == HEADERS
    assert [cells for _, cells, _ in lines] == ROWS
    assert [number for number, _, _ in lines] == [2, 4, 5]


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_a_mark_at_the_beginning_says_how_letters_without_a_latin_one_are_written(mark, encoding):
    rows = [["山田商店株式会社", "東京都千代田区", "山田太郎", "丸の内一丁目"]] * 9
    headers, lines = read(mark + written([HEADERS, *rows]).encode(encoding))
    assert headers == HEADERS
    assert [cells for _, cells, _ in lines] == rows


NOT_IN_TABLES = "\r" + "".join(map(chr, range(9)))


@example([["", "", "\x1f", "\x1f\x1b"]], ",")
@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters=NOT_IN_TABLES)), min_size=4, max_size=4)),
    st.sampled_from(",;\t|"),
)
@settings(max_examples=150, deadline=None)
def test_what_the_csv_module_writes_comes_back(rows, delimiter):
    rows = [row for row in rows if any(cell.strip() for cell in row)] + [["C-9", "Last", "", ""]]
    assert [cells for _, cells, _ in read(written([HEADERS, *rows], delimiter))[1]] == rows


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_table_or_a_sentence(data):
    for whole in (data, b"Client Name,Email\n" + data):
        with suppress(Unreadable):
            read(whole)


@given(st.text(st.sampled_from('a",;\n\r"\t |'), max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_line_disappears_whatever_the_quotes(text):
    """Each marked line comes out: as a line of its own, or inside the cells of a line."""
    body = "\n".join(f"row{i},{part}" for i, part in enumerate(text.split("\n")))
    _, lines = read(f"Client Name,Email\n{body}\nlast,l@x.example\n")
    everything = " ".join(" ".join(cells) for _, cells, _ in lines)
    for i in range(len(text.split("\n"))):
        assert f"row{i}" in everything
    assert "last" in everything


def test_a_quote_that_is_never_closed_costs_its_own_line_only():
    _, lines = read('Name,Email\nAcme,"a@x.example\nBeta,b@x.example\nGamma,g@x.example\n')
    assert [number for number, _, broken in lines if broken] == [2]
    assert "never closed" in lines[0][2]
    assert [cells[0] for _, cells, broken in lines if not broken] == ["Beta", "Gamma"]


def test_a_quote_that_closes_at_the_next_stray_one_swallows_nothing():
    _, lines = read('Name,Email\nAcme,"a@x.example\nBeta,b@x.example\n"Gamma, Inc",g@x.example\nDelta,d@x.example\n')
    assert [number for number, _, broken in lines if broken] == [2]
    assert [cells[0] for _, cells, broken in lines if not broken] == ["Beta", "Gamma, Inc", "Delta"]


def test_huge_lines_are_broken_and_the_next_is_read():
    _, lines = read("Name,Email\n" + "x" * 400_000 + ",a\nBeta,b@x.example\n")
    assert [(number, bool(broken)) for number, _, broken in lines] == [(2, True), (3, False)]
    assert len(lines[0][1][0]) == 1000


def test_short_lines_are_filled_and_long_ones_are_broken():
    _, lines = read("Name,Email,Phone\nAcme\nBeta,b@x.example,1,,,\nGamma,g,1,2\n")
    assert lines[0][1] == ["Acme", "", ""]
    assert lines[1][1:] == (["Beta", "b@x.example", "1"], "")
    assert "4 cells under 3 headers" in lines[2][2]


def test_empty_lines_are_no_lines_but_are_counted():
    _, lines = read("\n\nName,Email\n\n,,\n  ,\t\nAcme,a@x.example\n\n")
    assert [number for number, _, _ in lines] == [7]


def test_nul_bytes_and_lone_carriage_returns_are_read():
    headers, lines = read(b"Name,Email\rAc\0me,a@x.example\rBeta,b@x.example\r")
    assert headers == ["Name", "Email"]
    assert [(number, cells[0]) for number, cells, _ in lines] == [(2, "Ac\0me"), (3, "Beta")]


def test_what_a_program_put_on_top_is_passed_over():
    assert read("Client list of today\n\nsep\nName;E-Mail\nAcme;a@x.example\n")[0] == ["Name", "E-Mail"]
    assert read("sep=;\nName;E-Mail\nAcme;a@x.example\n")[1][0][0] == 3


def test_a_few_broken_bytes_don_t_turn_utf_8_into_something_else():
    data = (
        written([HEADERS, *[[f"C-{i}", "Müller Söhne", "", ""] for i in range(20)]]).encode() + b"C-X,Bro\xffken,,\r\n"
    )
    _, lines = read(data)
    assert lines[0][1][1] == "Müller Söhne"
    assert lines[-1][1][1] == "Broÿken"


def test_a_workbook_reads_like_a_text_and_skips_hidden_sheets():
    headers, lines = read(workbook([HEADERS, *ROWS], hidden=["Old"]))
    assert headers == HEADERS
    assert [cells for _, cells, _ in lines] == ROWS
    assert [number for number, _, _ in lines] == [2, 3, 4]


def test_numbers_and_dates_of_a_workbook_read_as_people_write_them():
    _, [line] = read(workbook([["Client ID", "Client Name", "ZIP"], [1001, "Acme", 4.5]]))
    assert line[1] == ["1001", "Acme", "4.5"]


@pytest.mark.parametrize("small", [0, SMALL], ids=["large", "small"])
def test_a_workbook_has_the_same_cells_on_the_same_lines_streamed_or_not(monkeypatch, small):
    monkeypatch.setattr("latchstring.clients.importing.sheets.SMALL", small)
    data = workbook([[], HEADERS, *ROWS, [], ["C-4", "After a gap"]], hidden=["Old"])
    headers, lines = read(data)
    assert headers == HEADERS
    assert [number for number, _, _ in lines] == [3, 4, 5, 7]
    assert lines[0][1] == ROWS[0]


@pytest.mark.parametrize("small", [0, SMALL], ids=["large", "small"])
def test_a_sheet_without_cells_is_passed_over(monkeypatch, small):
    monkeypatch.setattr("latchstring.clients.importing.sheets.SMALL", small)
    assert read(workbook([HEADERS, *ROWS], blank=["Cover"]))[0] == HEADERS


def zipped(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\r\n \n,,,\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"Client ID,Client Name\r\n", "no clients below"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (zipped("clients.csv"), "ZIP archive"),
        (zipped("xl/workbook.xml"), "can’t be read"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "old Excel workbook"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(9)) * 50, "not a table"),
        (random.Random(1).randbytes(5000), "not a table"),
        (b"C-1,Acme,a@x.example\nC-2,Beta,b@x.example\n", "has to name its columns"),
        ("Name," + ",".join(f"c{i}" for i in range(300)) + ",Email\nAcme\n", "more than 200 columns"),
    ],
)
def test_what_is_no_table_gets_a_sentence(data, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read(data)
