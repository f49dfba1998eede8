"""Where sealed bytes lie: a folder, or an S3 bucket, by one setting. It never sees what they mean."""

from functools import cache

from django.conf import settings

from latchstring.files.storage.base import Storage
from latchstring.files.storage.local import Local


def storage() -> Storage:
    """The storage of this installation."""
    return _made(tuple(sorted(settings.FILES.items())))


@cache
def _made(options: tuple[tuple[str, str], ...]) -> Storage:
    wanted = dict(options)
    if wanted.pop("kind") == "s3":
        from latchstring.files.storage.s3 import S3  # half a second, wanted only there

        return S3(**wanted)
    return Local(**wanted)
