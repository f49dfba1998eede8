"""Previews: PDF and images as JPEGs, whatever somebody sends in their place."""

import io
import struct
import zlib

import pypdfium2
import pytest
from PIL import Image

from latchstring.audit.models import Event
from latchstring.files.actions.preview_files import preview_files
from latchstring.files.content import open_preview
from latchstring.files.models import Version
from latchstring.files.previewing import child, draw
from latchstring.policy.actor import Refused
from tests.files.kit import portal_actor, sent


def pdf(pages: int = 2, size: tuple[int, int] = (612, 792)) -> bytes:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(*size)
    document.save(out)
    return out.getvalue()


def image(kind: str, size: tuple[int, int] = (3000, 2000), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, (200, 30, 30, 128)[: len(mode)] if mode != "L" else 100).save(out, kind)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that unpacks to gigabytes."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")


def previewed(cast, content: bytes) -> Version:
    document = sent(cast.owner, cast.acme, "a.file", content)
    preview_files()
    return Version.objects.get(document=document)


def opened(cast, version: Version, page: int = 1) -> Image.Image:
    return Image.open(io.BytesIO(open_preview(cast.owner, version, page)))


def test_each_page_of_a_pdf_is_a_jpeg_of_bounded_size(cast, anywhere):
    version = previewed(cast, pdf(2))
    assert (version.pages, version.preview_failed) == (2, "")
    assert opened(cast, version, 2).format == "JPEG"
    assert opened(cast, version).size == (1240, 1605)
    assert len(anywhere()) == 3


def test_a_preview_is_sealed_like_any_bytes(cast, files_folder):
    previewed(cast, image("PNG"))
    assert all(b"JFIF" not in path.read_bytes() for path in files_folder.rglob("*") if path.is_file())


def test_of_a_long_pdf_the_first_pages_are_drawn(cast):
    assert previewed(cast, pdf(40)).pages == child.MOST


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("JPEG", "RGB"), ("GIF", "RGB"), ("WEBP", "RGBA"), ("TIFF", "RGB")]
)
def test_an_image_is_made_smaller(cast, kind, mode):
    version = previewed(cast, image(kind, mode=mode))
    assert (version.pages, version.preview_failed) == (1, "")
    assert opened(cast, version).size == (1240, 827)


def test_a_photo_taken_upright_is_shown_upright(cast):
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200)).save(out, "JPEG", exif=exif)
    assert opened(cast, previewed(cast, out.getvalue())).size == (200, 400)


LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<01><01>]>>\n%%EOF"
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (pdf(3)[:200], "damaged"),
        (b"%PDF-1.7\n" + bytes(5000), "damaged"),
        (LOCKED, "needs a password"),
        (image("PNG")[:2000], "damaged"),
        (bomb(60_000, 60_000), "too much time or memory"),
        (bomb(12_000, 12_000), "damaged"),
        (b"\xff\xd8\xff\xe0 this is no photo", "damaged"),
    ],
)
def test_what_can_not_be_shown_says_why_and_is_not_tried_again(cast, content, sentence):
    version = previewed(cast, content)
    assert version.pages == 0
    assert sentence in version.preview_failed
    assert version.previewed_at
    assert version.leased_until is None


def test_the_process_that_draws_has_no_more_memory_than_it_was_given():
    """A picture within the pixels allowed, that has to be turned: two whole copies are more than the limit."""
    side, squeeze = 11_500, zlib.compressobj(1)
    row = bytes(1 + 4 * side)
    data = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()
    exif = Image.Exif()
    exif[0x0112] = 6
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0))
    turned = chunk(b"eXIf", exif.tobytes()[6:]) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    picture = b"\x89PNG\r\n\x1a\n" + header + turned
    with pytest.raises(draw.CantDraw, match="too much time or memory"):
        draw.draw("image/png", len(picture), [picture])


def test_a_page_that_takes_too_long_is_given_up(cast, monkeypatch):
    monkeypatch.setattr(draw, "SECONDS", 0.01)
    assert "too long" in previewed(cast, pdf()).preview_failed


def test_what_is_no_pdf_or_image_has_no_preview_to_wait_for(cast):
    version = sent(cast.owner, cast.acme, "a.svg", b"<svg><script>alert(1)</script></svg>").current
    assert version.content_type == "image/svg+xml"
    assert version.previewed_at
    with pytest.raises(Version.DoesNotExist):
        open_preview(cast.owner, version)


def test_a_preview_obeys_the_rule_of_its_file(cast):
    version = previewed(cast, pdf())
    for actor in (cast.rival_owner, portal_actor(cast.beta, "Bob"), portal_actor(cast.acme)):
        with pytest.raises((Version.DoesNotExist, Refused)):
            open_preview(actor, version)
    open_preview(cast.viewer, version)
    open_preview(cast.viewer, version, 2)
    assert Event.objects.filter(name="file.viewed").count() == 1
