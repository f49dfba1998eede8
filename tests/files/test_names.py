"""Names as they come from devices, and names as they are typed."""

import pytest

from latchstring.files import names
from latchstring.files.refusals import BadName


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("W-2.pdf", "W-2.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Carla\\Tax 2025.pdf", "Tax 2025.pdf"),
        ("a\0b\x1f\x7f.pdf", "ab.pdf"),
        ("line\r\nbreak\u2028er.pdf", "line break er.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdp.exe.pdf"),
        ("\u200f\u2066שלום\u2069.pdf", "שלום.pdf"),
        ("\ufeff  receipt\u200b .pdf ", "receipt .pdf"),
        ("👩‍👧 photos 🧾.jpg", "👩‍👧 photos 🧾.jpg"),
        ("Re\u0301sume\u0301.pdf", "Résumé.pdf"),
        ("...hidden...", "hidden"),
        ("\ud800x.pdf", "x.pdf"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ("b" * 300, "b" * 200),
    ],
)
def test_a_name_from_a_device_is_cleaned(given, kept):
    assert names.clean(given) == kept


@pytest.mark.parametrize("given", ["", "   ", "..", "../", "/", "\0", "\u202e", ". ."])
def test_a_name_of_which_nothing_is_left_is_refused(given):
    with pytest.raises(BadName, match="has no name"):
        names.clean(given)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Enter a name"), ("  ", "Enter a name"), ("a/b", "can't contain"), ("a\\b", "can't"), ("x" * 201, "Shorten")],
)
def test_a_typed_name_is_refused_with_a_sentence(typed, sentence):
    with pytest.raises(BadName, match=sentence):
        names.check(typed)


def test_names_sort_by_numbers_and_without_case():
    given = ["page 10", "Page 9", "page 1", "Äpfel"]
    assert sorted(given, key=names.sortable) == ["page 1", "Page 9", "page 10", "Äpfel"]


def test_a_number_goes_before_the_ending():
    assert names.numbered("W-2.pdf", 3) == "W-2 (3).pdf"
    assert names.numbered("README", 2) == "README (2)"
