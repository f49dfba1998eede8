"""Who may write to an upload at this moment: one process on this machine, and the last to begin of all machines."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from latchstring.files.models import Upload
from latchstring.files.refusals import Busy
from latchstring.kernel.ids import uuid7


@contextmanager
def holding(upload: Upload) -> Iterator[Upload]:
    """The row as it is now, for one writer. Raises Busy where this machine writes to it already.

    A killed writer holds nothing. A writer on another machine is told when it commits its next part.
    """
    with _locked(settings.DATA_DIR / "locks" / upload.pk.hex):
        row = Upload.objects.select_related("client").get(pk=upload.pk)
        row.writer = uuid7()
        row.save(update_fields=["writer"])
        yield row


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            ours = os.path.samestat(os.fstat(handle.fileno()), path.stat())
        except (BlockingIOError, FileNotFoundError) as error:
            raise Busy from error
        if not ours:
            raise Busy
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
