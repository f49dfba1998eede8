"""Where uploaded files wait, in the storage of the installation, and for how long."""

from datetime import timedelta
from typing import Any, BinaryIO
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage

from latchstring.clients.models import Import
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7

KEPT = timedelta(days=30)


def keep(firm_id: UUID, file: BinaryIO) -> str:
    """The name under which the file can be opened again."""
    file.seek(0)
    return default_storage.save(f"imports/{firm_id.hex}/{uuid7().hex}", File(file))


def opened(job: Import) -> Any:
    return default_storage.open(job.path, "rb")


def exists(job: Import) -> bool:
    return default_storage.exists(job.path)


def forget_old() -> None:
    """Delete files that were uploaded a month ago; the import and its figures stay."""
    for job in Import.objects.exclude(path="").filter(created_at__lt=clock.now() - KEPT):
        default_storage.delete(job.path)
        Import.objects.filter(pk=job.pk).update(path="")
