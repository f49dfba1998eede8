"""The one door to bytes: original, older version, preview and zip member are opened here and nowhere else."""

from collections.abc import Iterator
from enum import StrEnum

from django.db.models import F
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import record
from latchstring.files import blobs
from latchstring.files.filing import entry_of
from latchstring.files.models import OFFERED, Opening, Scan, Version
from latchstring.files.refusals import NotOffered
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Kind


class Look(StrEnum):
    DOWNLOADED = "downloaded"
    VIEWED = "viewed"
    LINK = "link"


_NAMES = {Look.DOWNLOADED: Name.FILE_DOWNLOADED, Look.VIEWED: Name.FILE_VIEWED, Look.LINK: Name.LINK_OPENED}


def open_version(
    actor: Actor, version: Version, *, start: int = 0, end: int | None = None, look: Look = Look.DOWNLOADED
) -> Iterator[bytes]:
    """The content from ``start`` to ``end`` in pieces of about 1 MiB; everything is checked before it returns.

    Raises Version.DoesNotExist (404), Refused (403), NotOffered; while reading Damaged, StorageAway.
    """
    row = _let_in(actor, version)
    _note(actor, row, look, start, end)
    return blobs.read(row.key_id, row.place, row.size, start, end)


def open_preview(actor: Actor, version: Version, page: int = 1) -> bytes:
    """A page as a JPEG. Looking at page 1 is recorded as looking at the file. Raises as ``open_version`` does."""
    row = _let_in(actor, version)
    if not 1 <= page <= row.pages:
        raise Version.DoesNotExist
    if page == 1:
        _note(actor, row, Look.VIEWED, 0, None)
    return blobs.get(row.key_id, preview_place(row, page))


def preview_place(version: Version, page: int) -> str:
    return f"{version.place}.p{page:04}"


def refuse_unoffered(version: Version) -> None:
    """Raises NotOffered with the reason."""
    if version.scan == Scan.WAITING:
        raise NotOffered(_("This file is being checked for viruses. Try again in a minute."))
    if version.scan not in OFFERED:
        raise NotOffered(_("A virus was found in this file, so nobody can open it."))


def _let_in(actor: Actor, version: Version) -> Version:
    rows = Version.objects.visible_to(actor).select_related("document__client")
    row: Version = rows.get(pk=version.pk)
    actor.require(Action.FILES_VIEW, client=row.document.client)
    refuse_unoffered(row)
    return row


def _note(actor: Actor, version: Version, look: Look, start: int, end: int | None) -> None:
    document = version.document
    part = {"from": start, "to": end} if start or end is not None else {}
    record(actor, _NAMES[look], entry_of(actor, document, version=version.number, **part))
    if actor.kind is Kind.CLIENT and actor.person_id and not actor.only_looks:
        opening, new = Opening.objects.get_or_create(
            document=document, person_id=actor.person_id, defaults={"firm_id": actor.firm_id, "name": actor.name}
        )
        if not new:
            Opening.objects.filter(pk=opening.pk).update(times=F("times") + 1, last_at=clock.now(), name=actor.name)
