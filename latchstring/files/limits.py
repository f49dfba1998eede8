"""The largest file that is taken: one number for the server, its words for people."""

from django.conf import settings
from django.utils.translation import gettext as _

from latchstring.files.refusals import NotAccepted

GB = 1024


def largest() -> int:
    """In bytes."""
    return int(settings.LARGEST_FILE) * 1024**2


def in_words() -> str:
    """As in “5 GB” or “250 MB”."""
    size: int = settings.LARGEST_FILE
    return f"{size // GB} GB" if size % GB == 0 else f"{size:,} MB"


def check(size: int) -> None:
    """Raises NotAccepted."""
    if size > largest():
        raise NotAccepted(
            _("This file is larger than %(most)s. Split it, or send it another way.") % {"most": in_words()}
        )
