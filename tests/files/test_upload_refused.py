"""What is not taken of an upload, and by whom: programs, too much, a full disk, a storage that is away."""

from io import BytesIO

import pytest

from latchstring.files import limits
from latchstring.files.actions import upload as uploads
from latchstring.files.actions.add_folder import add_folder
from latchstring.files.models import Upload, Version
from latchstring.files.queries.uploads import mine
from latchstring.files.refusals import BadName, FileRefusal, NotAccepted, StorageAway, StorageFull
from latchstring.files.storage import storage
from latchstring.policy.actor import Refused
from tests.files.kit import BIG, PDF, Broken, begun, bytes_of, portal_actor, sent
from tests.postgres import free_port


def test_nobody_but_who_began_it_can_add_to_an_upload(cast):
    carla, luis = portal_actor(cast.acme, "Carla"), portal_actor(cast.acme, "Luis")
    upload = begun(carla, cast.acme, "a.pdf", len(PDF))
    for other in (luis, cast.owner, cast.staff):
        with pytest.raises(Upload.DoesNotExist):
            mine(other, upload.pk)
        with pytest.raises(Upload.DoesNotExist):
            uploads.append(other, upload, BytesIO(PDF), 0)


@pytest.mark.parametrize("who", ["viewer", "outsider"])
def test_who_may_not_upload_writes_nothing(cast, who):
    actor = cast.viewer if who == "viewer" else portal_actor(cast.beta, "Bob")
    with pytest.raises(Refused):
        begun(actor, cast.acme, "a.pdf", 10)
    assert Upload.objects.count() == 0


def test_a_folder_or_file_of_another_client_is_no_place(cast):
    folder, theirs = add_folder(cast.owner, cast.beta, None, "2025"), sent(cast.owner, cast.beta)
    for place in ({"folder": folder}, {"folder": None, "document": theirs}):
        with pytest.raises(FileRefusal):
            uploads.begin(cast.owner, cast.acme, name="a.pdf", length=10, **place)
    assert not Upload.objects.filter(client=cast.acme).exists()


def test_the_limit_is_five_gigabytes(cast):
    with pytest.raises(NotAccepted, match="larger than 5 GB"):
        begun(cast.owner, cast.acme, "a.pdf", 5 * 1024**3 + 1)
    assert not Upload.objects.exists()
    limits.check(5 * 1024**3)


@pytest.mark.parametrize("name", ["setup.exe", "Invoice.pdf.EXE", "run.bat", "a.js"])
def test_a_program_is_refused_by_its_name(cast, name):
    with pytest.raises(NotAccepted, match="Programs are not taken"):
        begun(cast.owner, cast.acme, name, 10)


def test_a_program_is_refused_by_its_first_bytes_and_nothing_stays(cast, anywhere):
    upload = begun(cast.owner, cast.acme, "invoice.pdf", 9_000_000)
    with pytest.raises(NotAccepted, match="whatever its name says"):
        uploads.append(cast.owner, upload, BytesIO(b"MZ\x90\0" + bytes(8_999_996)), 0)
    assert not Upload.objects.exists()
    assert anywhere() == []


def test_a_name_without_a_name_is_refused(cast):
    with pytest.raises(BadName, match="has no name"):
        begun(cast.owner, cast.acme, "../", 10)


def test_a_client_can_not_replace_a_file_of_the_firm(cast):
    document = sent(cast.owner, cast.acme, "a.pdf")
    with pytest.raises(Refused):
        uploads.begin(portal_actor(cast.acme), cast.acme, None, "a.pdf", 9, document=document)


def test_a_full_disk_is_said_at_once_and_leaves_nothing(cast, monkeypatch, files_folder):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 1_000_000})())
    with pytest.raises(StorageFull, match="no room left"):
        begun(cast.owner, cast.acme, "a.pdf", 5_000_000)
    assert not Upload.objects.exists()
    assert list(files_folder.rglob("*.pdf")) == []
    assert not Version.objects.exists()


@pytest.mark.parametrize("room", [10_000_000, 19_500_000])
def test_a_disk_that_fills_up_meanwhile_is_said_and_leaves_nothing(cast, files_folder, small_disk, room):
    upload = begun(cast.owner, cast.acme, "a.pdf", len(BIG))
    with small_disk(room), pytest.raises(StorageFull, match="no room left"):
        uploads.append(cast.owner, upload, BytesIO(BIG), 0)
    assert not Upload.objects.exists()
    assert [path for path in files_folder.rglob("*") if path.is_file()] == []


def test_a_small_file_that_the_disk_takes_half_of_leaves_nothing(files_folder, small_disk):
    with small_disk(10_000), pytest.raises(StorageFull):
        storage().put("some/tail", bytes(20_000))
    assert [path for path in files_folder.rglob("*") if path.is_file()] == []


def test_a_storage_that_goes_away_keeps_the_upload_for_later(cast, files_folder):
    upload = begun(cast.owner, cast.acme, "a.pdf", len(BIG))
    upload = uploads.append(cast.owner, upload, Broken(BIG, 9_000_000), 0)
    away = files_folder.rename(files_folder.with_name("away"))
    with pytest.raises(StorageAway, match="does not answer"):
        uploads.append(cast.owner, upload, BytesIO(BIG[upload.offset :]), upload.offset)
    away.rename(files_folder)
    upload = mine(cast.owner, upload.pk)
    upload = uploads.append(cast.owner, upload, BytesIO(BIG[upload.offset :]), upload.offset)
    assert bytes_of(cast.owner, upload.finished_as) == BIG


def test_an_s3_server_that_does_not_answer_is_said(cast, settings):
    document = sent(cast.owner, cast.acme)
    settings.FILES = {
        "kind": "s3", "bucket": "files", "prefix": "", "endpoint": f"http://127.0.0.1:{free_port()}", "region": "x",
        "key": "k", "secret": "s",
    }  # fmt: skip
    with pytest.raises(StorageAway, match="does not answer"):
        begun(cast.owner, cast.acme, "a.pdf", 10)
    with pytest.raises(StorageAway, match="does not answer"):
        bytes_of(cast.owner, document)
    assert Upload.objects.count() == 1


def test_a_storage_that_is_not_mounted_is_said_and_its_place_is_not_filled(cast, files_folder):
    files_folder.rename(files_folder.with_name("away"))
    with pytest.raises(StorageAway, match="does not answer"):
        begun(cast.owner, cast.acme, "a.pdf", 10)
    assert not files_folder.exists()
    assert not Upload.objects.exists()
