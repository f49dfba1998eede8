"""A logo is made anew from its pixels; whatever else was in the file is gone."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from latchstring.audit.models import Event
from latchstring.firms.actions.set_logo import remove_logo, set_logo
from latchstring.firms.details import BadFirm
from latchstring.firms.logos import LARGEST, read
from latchstring.firms.models import Logo
from latchstring.policy.actor import Refused


def picture(size=(200, 80), kind="PNG", mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size, "#1f5c4a").save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_every_kind_becomes_a_png(kind):
    made = read(picture(kind=kind))
    assert Image.open(io.BytesIO(made.png)).format == "PNG"
    assert (made.width, made.height) == (200, 80)


def test_nothing_but_pixels_survives():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "secret place")
    made = read(picture(pnginfo=info) + b"<script>alert(1)</script>")
    assert b"secret" not in made.png
    assert b"script" not in made.png
    assert b"GPS" not in read(picture(kind="JPEG", exif=b"Exif\x00\x00GPS")).png


def test_a_large_one_is_made_small_and_keeps_its_shape():
    made = read(picture(size=(3000, 1000)))
    assert (made.width, made.height) == (LARGEST[0], round(LARGEST[0] / 3))


def bomb():
    """A PNG of a few bytes that claims 60,000 by 60,000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"%PDF-1.7", b"<svg></svg>", picture()[:60], picture((6000, 5000), "GIF", "P"), bomb()],
    ids=["empty", "text", "pdf", "svg", "cut off", "too many pixels", "bomb"],
)
def test_what_is_no_picture_or_too_much_of_one_is_refused_with_a_sentence(data):
    with pytest.raises(BadFirm, match=r"picture") as wrong:
        read(data)
    assert wrong.value.field == "logo"


def test_another_logo_takes_the_place_of_the_first(cast):
    first = set_logo(cast.owner, picture()).logo_digest
    second = set_logo(cast.owner, picture(size=(100, 100))).logo_digest
    assert first != second
    assert (Logo.objects.count(), Logo.objects.get().width) == (1, 100)
    remove_logo(cast.owner)
    remove_logo(cast.owner)
    assert not Logo.objects.exists()
    assert Event.objects.filter(name="firm.changed").count() == 3


@pytest.mark.parametrize("who", ["staff", "viewer"])
def test_who_may_not_edit_the_firm_changes_nothing(cast, who):
    for act in (lambda: set_logo(getattr(cast, who), picture()), lambda: remove_logo(getattr(cast, who))):
        with pytest.raises(Refused):
            act()
    assert not Logo.objects.exists()
