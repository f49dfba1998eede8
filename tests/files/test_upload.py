"""Sending a file: in one go or in pieces, over broken lines, by one writer at a time."""

import hashlib
import os
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine

from latchstring.audit.models import Event
from latchstring.files.actions import upload as uploads
from latchstring.files.actions.add_folder import add_folder
from latchstring.files.actions.delete import delete
from latchstring.files.actions.sweep import sweep
from latchstring.files.models import Document, Upload
from latchstring.files.queries import listing
from latchstring.files.queries.uploads import mine
from latchstring.files.refusals import Busy, Empty, WrongOffset
from latchstring.files.sealing import FRAME, SEALED
from latchstring.files.writing import holding
from latchstring.kernel import clock
from tests.files.kit import BIG, PDF, Broken, begun, bytes_of, portal_actor, sent


def test_what_the_row_says_has_come_is_on_the_disk(cast, monkeypatch):
    synced, real = [0], os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(os.fstat(handle).st_size), real(handle)))
    upload = begun(cast.owner, cast.acme, "Scan.bin", 9 * FRAME)
    uploads.append(cast.owner, upload, BytesIO(os.urandom(5 * FRAME + 7)), 0)
    upload.refresh_from_db()
    assert upload.offset == 5 * FRAME + 7
    assert max(synced) >= (upload.offset - upload.tail) // FRAME * SEALED > 0


def test_a_file_sent_in_one_go_is_a_document_with_its_bytes_and_digest(cast, anywhere):
    document = sent(cast.owner, cast.acme, "Return 2025.pdf", BIG)
    version = document.current
    assert (document.name, version.size, version.content_type) == ("Return 2025.pdf", len(BIG), "application/pdf")
    assert bytes(version.sha256) == hashlib.sha256(BIG).digest()
    assert bytes_of(cast.owner, document) == BIG
    assert bytes_of(cast.owner, document, start=65_530, end=131_080) == BIG[65_530:131_080]
    assert len(anywhere()) == 1
    assert [event.name for event in Event.objects.order_by("id")][:1] == ["file.added"]


def test_nothing_of_it_can_be_read_where_it_lies(cast, files_folder):
    sent(cast.owner, cast.acme, content=b"%PDF-1.4 the secret balance is 4711" + bytes(100_000))
    [path] = [path for path in files_folder.rglob("*") if path.is_file()]
    assert b"4711" not in path.read_bytes()
    assert bytes(64) not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("piece", [1_000_000, 5_500_000, 65_536])
def test_a_file_sent_in_pieces_of_any_size_is_the_same(cast, anywhere, piece):
    content = BIG[: 12 * piece] if piece < 70_000 else BIG
    upload = begun(cast.owner, cast.acme, "a.pdf", len(content))
    while not upload.finished_as_id:
        part = content[upload.offset : upload.offset + piece]
        upload = uploads.append(cast.owner, mine(cast.owner, upload.pk), BytesIO(part), upload.offset)
    assert upload.offset == len(content)
    document = upload.finished_as
    assert bytes(document.current.sha256) == hashlib.sha256(content).digest()
    assert bytes_of(cast.owner, document) == content
    assert len(anywhere()) == 1


def test_tiny_pieces_and_a_broken_line_lose_nothing_that_came(cast, anywhere):
    content = BIG[:3_000_000]
    upload = begun(cast.owner, cast.acme, "a.pdf", len(content))
    upload = uploads.append(cast.owner, upload, BytesIO(content[:1]), 0)
    upload = uploads.append(cast.owner, upload, BytesIO(content[1:11]), 1)
    assert (upload.offset, len(anywhere())) == (11, 1)
    upload = uploads.append(cast.owner, upload, Broken(content[11:], 1_234_567), 11)
    assert upload.offset == 1_234_578
    assert mine(cast.owner, upload.pk).offset == 1_234_578
    upload = uploads.append(cast.owner, upload, BytesIO(content[1_234_578:]), 1_234_578)
    assert bytes_of(cast.owner, upload.finished_as) == content
    assert len(anywhere()) == 1


def test_a_writer_that_dies_between_two_parts_leaves_what_the_row_says(cast, files_folder):
    """Bytes that were written and never committed are written over, not added to."""
    upload = begun(cast.owner, cast.acme, "a.pdf", len(BIG))
    upload = uploads.append(cast.owner, upload, Broken(BIG, 9_000_000), 0)
    [path] = [path for path in files_folder.rglob("*") if path.is_file() and "." not in path.name]
    with path.open("ab") as torn:
        torn.write(os.urandom(100_000))
    upload = uploads.append(cast.owner, upload, BytesIO(BIG[upload.offset :]), upload.offset)
    assert bytes_of(cast.owner, upload.finished_as) == BIG


def test_a_file_of_no_bytes_is_refused_and_leaves_nothing(cast, anywhere):
    with pytest.raises(Empty, match=r"This file is empty\. Open it on your device"):
        uploads.begin(cast.owner, cast.acme, None, "empty.txt", 0)
    assert not Upload.objects.exists()
    assert anywhere() == []


def test_a_part_that_does_not_follow_is_refused_with_where_to_go_on(cast):
    upload = begun(cast.owner, cast.acme, "a.pdf", 100)
    uploads.append(cast.owner, upload, BytesIO(PDF), 0)
    with pytest.raises(WrongOffset) as refused:
        uploads.append(cast.owner, upload, BytesIO(PDF), 0)
    assert refused.value.offset == len(PDF)


def test_what_comes_behind_the_end_is_not_read(cast):
    upload = begun(cast.owner, cast.acme, "a.pdf", len(PDF))
    upload = uploads.append(cast.owner, upload, BytesIO(PDF + b"more"), 0)
    assert bytes_of(cast.owner, upload.finished_as) == PDF
    with pytest.raises(WrongOffset):
        uploads.append(cast.owner, upload, BytesIO(b"more"), len(PDF))


def test_the_second_writer_at_once_is_told_and_the_first_goes_on(cast):
    upload = begun(cast.owner, cast.acme, "a.pdf", len(PDF))
    with holding(upload), pytest.raises(Busy, match="another window"):
        uploads.append(cast.owner, upload, BytesIO(PDF), 0)
    assert uploads.append(cast.owner, upload, BytesIO(PDF), 0).finished_as


def test_a_writer_on_another_machine_that_was_overtaken_stops_at_its_next_part(cast):
    upload = begun(cast.owner, cast.acme, "a.pdf", len(BIG))

    class Overtaken(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            Upload.objects.filter(pk=upload.pk).update(writer=uuid4())
            return super().read(size)

    with pytest.raises(Busy):
        uploads.append(cast.owner, upload, Overtaken(BIG), 0)
    assert mine(cast.owner, upload.pk).offset == 0


def test_an_upload_that_nobody_goes_on_with_is_removed_with_its_bytes(cast, anywhere):
    upload = begun(cast.owner, cast.acme, "a.pdf", len(BIG))
    uploads.append(cast.owner, upload, Broken(BIG, 9_000_000), 0)
    sweep()
    assert Upload.objects.exists()
    with time_machine.travel(clock.now() + timedelta(days=8)):
        with pytest.raises(Upload.DoesNotExist):
            mine(cast.owner, upload.pk)
        sweep()
    assert not Upload.objects.exists()
    assert anywhere() == []


def test_the_row_of_a_finished_upload_goes_and_its_bytes_stay(cast, anywhere):
    document = sent(cast.owner, cast.acme, "a.pdf")
    with time_machine.travel(clock.now() + timedelta(days=8)):
        sweep()
    assert not Upload.objects.exists()
    assert bytes_of(cast.owner, document) == PDF


def test_a_cancelled_upload_leaves_nothing(cast, anywhere):
    upload = begun(cast.owner, cast.acme, "a.pdf", len(BIG))
    upload = uploads.append(cast.owner, upload, Broken(BIG, 9_000_000), 0)
    uploads.cancel(cast.owner, upload)
    assert not Upload.objects.exists()
    assert anywhere() == []


def test_the_same_file_twice_at_once_makes_two_whole_documents(cast):
    first, second = (begun(cast.owner, cast.acme, "a.pdf", len(PDF)) for _ in range(2))
    for upload in (first, second):
        uploads.append(cast.owner, upload, BytesIO(PDF), 0)
    assert sorted(Document.objects.values_list("name", flat=True)) == ["a (2).pdf", "a.pdf"]
    assert {bytes_of(cast.owner, document) for document in Document.objects.all()} == {PDF}


def test_a_number_tells_a_client_nothing_of_files_it_can_not_see(cast):
    sent(cast.owner, cast.acme, "Notice.pdf")
    assert sent(portal_actor(cast.acme), cast.acme, "Notice.pdf").name == "Notice.pdf"


def test_a_new_version_of_a_document_keeps_the_older_one(cast):
    document = sent(cast.owner, cast.acme, "a.pdf")
    upload = uploads.begin(cast.owner, cast.acme, None, "other name.pdf", 9, document=document)
    uploads.append(cast.owner, upload, BytesIO(b"%PDF-1.5\n"), 0)
    document.refresh_from_db()
    assert (document.name, document.current.number, Document.objects.count()) == ("a.pdf", 2, 1)
    assert bytes_of(cast.owner, document) == b"%PDF-1.5\n"
    assert document.versions.order_by("number").first().size == len(PDF)


def test_what_was_deleted_while_a_file_was_on_its_way_does_not_swallow_it(cast):
    folder, document = add_folder(cast.owner, cast.acme, None, "Taxes"), sent(cast.owner, cast.acme, "a.pdf")
    into_folder = begun(cast.owner, cast.acme, "b.pdf", len(PDF), folder)
    version = uploads.begin(cast.owner, cast.acme, None, "a.pdf", len(PDF), document=document)
    delete(cast.owner, documents=[document], folders=[folder])
    for upload in (into_folder, version):
        uploads.append(cast.owner, upload, BytesIO(PDF), 0)
    assert [each.name for each in listing.rows(cast.owner, cast.acme).documents] == ["a.pdf", "b.pdf"]
