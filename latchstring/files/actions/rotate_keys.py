"""Change the keys that files are encrypted with. Every step is its own transaction; begun again, it goes on."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import record
from latchstring.files import blobs, keys
from latchstring.files.content import preview_place
from latchstring.files.models import FirmKey, Leftover, Upload, Version
from latchstring.kernel import clock, crypto, stopping
from latchstring.policy.actor import Actor

STILL_READ = timedelta(hours=1)
"""How long the old bytes stay for those who are downloading them."""
ABANDONED = timedelta(days=1)


def wrap_again() -> int:
    """Wrap every firm's key under the current master key; returns how many were not. Bytes stay as they are."""
    rows = FirmKey.objects.exclude(master=crypto.current())
    count = 0
    for key in rows:
        secret = crypto.unwrap(bytes(key.wrapped), key.master, str(key.pk))
        wrapped, master = crypto.wrap(secret, str(key.pk))
        count += FirmKey.objects.filter(pk=key.pk, master=key.master).update(wrapped=wrapped, master=master)
    return count


@transaction.atomic
def start_new_key(actor: Actor, firm_id: UUID) -> None:
    """New content is sealed with a new key from now on; ``seal_again`` brings the older after."""
    FirmKey.objects.filter(firm=firm_id, retired_at=None).update(retired_at=clock.now())
    key = keys.make(firm_id)
    record(actor, Name.KEY_ROTATED, key=str(key.pk))


def seal_again(firm_id: UUID | None = None) -> Iterator[Version]:
    """Seal what lies under a retired key anew, one version after the other, and drop the keys that nothing needs."""
    old = Version.objects.filter(key__retired_at__isnull=False).order_by("id")
    rows = old.filter(firm=firm_id) if firm_id else old
    for version in rows.iterator(chunk_size=100):
        if stopping.requested.is_set():
            return
        _seal_again(version)
        yield version
    _drop_unused()


def _seal_again(version: Version) -> None:
    key, place, old = keys.current(version.firm_id), blobs.new_place(version.firm_id), version.place
    draft = Leftover.objects.create(firm_id=version.firm_id, place=place, due_at=clock.now() + ABANDONED)
    blobs.write(key.pk, place, version.size, blobs.read(version.key_id, old, version.size))
    copy = Version(pk=version.pk, place=place, pages=version.pages)
    for page in range(1, version.pages + 1):
        blobs.put(key.pk, preview_place(copy, page), blobs.get(version.key_id, preview_place(version, page)))
    with transaction.atomic():
        same = Version.objects.filter(pk=version.pk, place=old, pages=version.pages)
        if same.update(key=key, place=place):
            draft.delete()
            Leftover.objects.create(firm_id=version.firm_id, place=old, due_at=clock.now() + STILL_READ)


def _drop_unused() -> None:
    """Finished uploads name the key of their version until they expire; nothing reads by them."""
    for key in FirmKey.objects.filter(retired_at__isnull=False):
        under_way = Upload.objects.filter(key=key, finished_as=None).exists()
        if not under_way and not Version.objects.filter(key=key).exists():
            Upload.objects.filter(key=key).delete()
            key.delete()
