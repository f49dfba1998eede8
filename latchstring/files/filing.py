"""What an upload becomes once its last byte is here: a document, or the next version of one."""

from typing import Any

from django.conf import settings
from django.db.models import Max

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.files import emails, names
from latchstring.files.models import Document, Folder, Scan, Upload, Version
from latchstring.kernel import clock
from latchstring.kernel.wake import wake
from latchstring.policy.actor import Actor, Kind

PREVIEWED = frozenset(
    {"application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff", "image/bmp"}
)


def file_it(actor: Actor, upload: Upload, sha256: bytes) -> Document:
    """In the transaction that finishes the upload. What a client sends is theirs to see, and lands in the inbox."""
    old = _older(upload)
    document = old or _new_document(actor, upload)
    version = _new_version(actor, upload, document, sha256)
    if old is None or version.scan != Scan.WAITING:
        document.current = version
    document.changed_at = clock.now()
    document.save(update_fields=["current", "changed_at"])
    if old is None and actor.kind is Kind.CLIENT:
        emails.tell_team_of_upload(actor, document)
    name = Name.FILE_VERSION_ADDED if old else Name.FILE_ADDED
    record(actor, name, entry_of(actor, document, version=version.number, size=version.size))
    wake("look_at_files")
    return document


def entry_of(actor: Actor, document: Document, **detail: Any) -> Entry:
    """An event about a document; what portal users do is in their own story too."""
    return Entry(document.client_id, actor.person_id, document.pk, {"name": document.name, **detail})


def free_name(actor: Actor, upload: Upload) -> str:
    """The name, numbered where a file that this actor can see has it already."""
    beside = Document.objects.visible_to(actor).filter(
        client=upload.client_id, folder=upload.folder_id, deleted_at=None
    )
    name, number = upload.name, 1
    while beside.filter(sort_name=names.sortable(name)).exists():
        number += 1
        name = names.numbered(upload.name, number)
    return name


def _older(upload: Upload) -> Document | None:
    """The document that this is a version of, unless it was deleted meanwhile."""
    if upload.document_id is None:
        return None
    return Document.objects.select_for_update().filter(pk=upload.document_id, deleted_at=None).first()


def _new_document(actor: Actor, upload: Upload) -> Document:
    if upload.folder and not Folder.objects.select_for_update().filter(pk=upload.folder.pk, deleted_at=None).exists():
        upload.folder = None  # deleted meanwhile: it lands on top
    name = free_name(actor, upload)
    sent_by_client = actor.kind is Kind.CLIENT
    return Document.objects.create(
        firm_id=upload.firm_id,
        client_id=upload.client_id,
        folder_id=upload.folder_id,
        name=name,
        sort_name=names.sortable(name),
        member_id=actor.member_id,
        person_id=actor.person_id if sent_by_client else None,
        added_by=actor.name,
        shared_at=clock.now() if sent_by_client else None,
    )


def _new_version(actor: Actor, upload: Upload, document: Document, sha256: bytes) -> Version:
    last = Version.objects.filter(document=document).aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        firm_id=upload.firm_id,
        document=document,
        number=last + 1,
        key_id=upload.key_id,
        place=upload.place,
        size=upload.length,
        sha256=sha256,
        content_type=upload.content_type,
        scan=Scan.WAITING if settings.CLAMD else Scan.UNSCANNED,
        previewed_at=None if upload.content_type in PREVIEWED else clock.now(),
        added_by=actor.name,
    )
