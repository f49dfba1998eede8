"""Draw the previews that are missing."""

import logging

from django.db.models import Q

from latchstring.files import blobs
from latchstring.files.claims import claimed
from latchstring.files.content import preview_place
from latchstring.files.models import OFFERED, Version
from latchstring.files.previewing.draw import CantDraw, draw
from latchstring.files.refusals import FileRefusal
from latchstring.kernel import clock

log = logging.getLogger(__name__)


def preview_files() -> None:
    """What can't be drawn says why and is not tried again; where storage is away, all wait."""
    for version in claimed(Q(previewed_at=None, scan__in=OFFERED)):
        try:
            pages = draw(version.content_type, version.size, blobs.read(version.key_id, version.place, version.size))
        except CantDraw as error:
            _done(version, failed=str(error))
            continue
        except FileRefusal as error:
            log.warning("A preview can't be drawn: %s", error)
            continue
        _keep(version, pages)


def _keep(version: Version, pages: list[bytes]) -> None:
    try:
        for number, page in enumerate(pages, 1):
            blobs.put(version.key_id, preview_place(version, number), page)
    except FileRefusal as error:
        log.warning("A preview can't be kept: %s", error)
        return
    _done(version, pages=len(pages))


def _done(version: Version, *, pages: int = 0, failed: str = "") -> None:
    """Unless it was sealed anew meanwhile; then it is drawn once more, at its new place."""
    same = Version.objects.filter(pk=version.pk, place=version.place)
    same.update(pages=pages, preview_failed=failed, previewed_at=clock.now())
