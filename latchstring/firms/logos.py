"""A logo as we keep it: made anew from its pixels, so that nothing else of the upload survives."""

import io
import warnings
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from latchstring.firms.details import BadFirm

KINDS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 25_000_000
LARGEST = (640, 256)  # twice what any page shows


@dataclass(frozen=True, slots=True)
class Picture:
    png: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """Names this picture in its address, so that browsers may keep it."""
        return sha256(self.png).hexdigest()[:16]


def read(data: bytes) -> Picture:
    """Judged by its content, whatever its name says. Raises BadFirm with a sentence."""
    if len(data) > MOST_BYTES:
        raise BadFirm("logo", _("This picture is larger than 2 MB. Choose a smaller one."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _made_anew(data)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, BadFirm):
            raise
        raise BadFirm("logo", _("This is not a picture we can read. Choose a PNG, JPEG or WebP file.")) from error


def _made_anew(data: bytes) -> Picture:
    with Image.open(io.BytesIO(data), formats=KINDS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise BadFirm("logo", _("This picture has too many pixels. Choose a smaller one."))
        image.load()
        small = image.convert("RGBA")
    small.thumbnail(LARGEST)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return Picture(out.getvalue(), small.width, small.height)
