"""Sealed frames: any part can be read, and no change of what lies there goes unnoticed."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latchstring.files.refusals import Damaged
from latchstring.files.sealing import FRAME, NONCE, SEALED, cipher_for, frames, opened, seal, sealed_size, span

SECRET = bytes(range(32))
SIZES = st.integers(0, 3 * FRAME + 17)


def sealed(content: bytes, place: str = "a/b/c") -> bytes:
    """The first frame by itself, the others at once."""
    cipher, view = cipher_for(SECRET, place), memoryview(content)
    if frames(len(content)) == 1:
        return bytes(seal(cipher, 0, view, last=True))
    return bytes(seal(cipher, 0, view[:FRAME], last=False) + seal(cipher, 1, view[FRAME:], last=True))


def read(
    raw: bytes, size: int, start: int = 0, end: int | None = None, place: str = "a/b/c", step: int = 1000
) -> bytes:
    end = size if end is None else end
    first, beyond = span(size, start, end)
    pieces = (raw[at : min(at + step, beyond)] for at in range(first, beyond, step))
    return b"".join(opened(cipher_for(SECRET, place), pieces, size=size, start=start, end=end))


def test_no_two_frames_have_the_same_nonce():
    raw = sealed(bytes(6 * FRAME))
    nonces = [raw[at : at + NONCE] for at in range(0, len(raw), SEALED)]
    assert len(set(nonces)) == 6


@given(SIZES, st.integers(1, 200_000))
def test_what_was_sealed_opens_whatever_the_pieces(size, step):
    content = os.urandom(size)
    raw = sealed(content)
    assert len(raw) == sealed_size(size)
    assert read(raw, size, step=step) == content


@given(st.data())
def test_any_part_opens_without_the_rest(data):
    size = data.draw(st.integers(1, 3 * FRAME + 17))
    start = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(start + 1, size))
    content = os.urandom(size)
    assert read(sealed(content), size, start, end, step=100_000) == content[start:end]


@given(st.integers(1, 2 * FRAME), st.data())
def test_one_flipped_bit_is_found(size, data):
    raw = bytearray(sealed(os.urandom(size)))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Damaged):
        read(bytes(raw), size)


@pytest.mark.parametrize("kept", [0, 1, SEALED - 1, SEALED, 2 * SEALED, 3 * SEALED + 5])
def test_a_cut_file_is_found(kept):
    raw = sealed(bytes(3 * FRAME + 17))
    with pytest.raises(Damaged):
        read(raw[:kept], 3 * FRAME + 17)


def test_a_cut_file_is_found_even_if_the_row_was_changed_to_match():
    with pytest.raises(Damaged):
        read(sealed(bytes(3 * FRAME))[: 2 * SEALED], 2 * FRAME)


def test_swapped_frames_are_found():
    raw = sealed(os.urandom(3 * FRAME))
    with pytest.raises(Damaged):
        read(raw[SEALED : 2 * SEALED] + raw[:SEALED] + raw[2 * SEALED :], 3 * FRAME)


def test_a_file_moved_to_another_place_is_found():
    with pytest.raises(Damaged):
        read(sealed(b"mine", place="firm/a"), 4, place="firm/b")


def test_the_same_content_looks_different_each_time():
    assert sealed(b"same") != sealed(b"same")
