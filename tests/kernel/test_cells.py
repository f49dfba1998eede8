import pytest

from latchstring.kernel.cells import neutralise


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_run_as_a_formula_is_neutralised(start):
    assert neutralise(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_other_text_stays_as_it_is():
    assert neutralise("O'Brien & Söhne") == "O'Brien & Söhne"
