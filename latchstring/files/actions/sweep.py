"""Remove for good what is past its time: uploads that nobody goes on with, and what lay in the bin for thirty days."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import record
from latchstring.files.filing import entry_of
from latchstring.files.models import Document, Folder, Leftover, Upload, Version
from latchstring.files.queries.binned import KEPT
from latchstring.files.refusals import Busy
from latchstring.files.storage import storage
from latchstring.files.writing import holding
from latchstring.kernel import clock, stopping
from latchstring.policy.actor import system_actor

AT_ONCE = 200


def sweep() -> None:
    """Bytes go first, so that a row never outlives its sweep without them; twice is safe. Raises StorageAway."""
    for upload in Upload.objects.filter(expires_at__lt=clock.now()).order_by("expires_at")[:AT_ONCE]:
        _forget(upload)
    for leftover in Leftover.objects.filter(due_at__lt=clock.now())[:AT_ONCE]:
        storage().remove(leftover.place)
        leftover.delete()
    past = clock.now() - KEPT
    for document in Document.objects.filter(deleted_at__lt=past).order_by("deleted_at")[:AT_ONCE]:
        if stopping.requested.is_set():
            return
        purge(document)
    _purge_folders()


def purge(document: Document) -> None:
    """The document with all its versions, previews and links."""
    for place in Version.objects.filter(document=document).values_list("place", flat=True):
        storage().remove(place)
    with transaction.atomic():
        actor = system_actor(document.firm_id)
        record(actor, Name.FILE_PURGED, entry_of(actor, document))
        Document.objects.filter(pk=document.pk).update(current=None)
        Version.objects.filter(document=document).delete()
        Document.objects.filter(pk=document.pk).delete()


def _forget(upload: Upload) -> None:
    """A finished upload is a document by now: only its row goes."""
    try:
        with holding(upload) as row:
            if row.finished_as_id is None:
                storage().remove(row.place)
            row.delete()
    except (Busy, Upload.DoesNotExist):
        return


def _purge_folders() -> None:
    """Innermost first: a folder goes once nothing is in it."""
    gone = Folder.objects.filter(deleted_at__lt=clock.now() - KEPT, folders=None, documents=None)
    while keys := list(gone.values_list("pk", flat=True)[:AT_ONCE]):
        Upload.objects.filter(folder__in=keys).update(folder=None)  # what is under way lands on top
        Folder.objects.filter(pk__in=keys).delete()
