"""The virus scan, by a real clamd with one signature of our own; skipped where clamd is not installed."""

import os
import shutil
import subprocess
import time
from io import BytesIO

import pytest

from latchstring.audit.models import Event
from latchstring.files.actions import upload as uploads
from latchstring.files.actions.scan_files import scan_files
from latchstring.files.actions.share import share
from latchstring.files.models import Document, Scan, Version
from latchstring.files.queries import listing
from latchstring.files.refusals import NotOffered
from latchstring.mail.models import Message
from tests.files.kit import PDF, bytes_of, portal_actor, sent
from tests.postgres import free_port

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

pytestmark = pytest.mark.skipif(CLAMD is None, reason="clamd is not installed (apt install clamav-daemon)")


@pytest.fixture(scope="session")
def clamd_port(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clamd")
    folder.chmod(0o755)
    (folder / "own.ndb").write_text(f"Our.Eicar:0:*:{EICAR.hex()}\n")
    port = free_port()
    (folder / "clamd.conf").write_text(
        f"Foreground yes\nTCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {folder}\n"
        f"StreamMaxLength 8M\nLogFile {folder}/log\nUser {os.environ.get('USER') or 'root'}\n"
        if os.getuid() == 0
        else f"Foreground yes\nTCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {folder}\nStreamMaxLength 8M\n"
    )
    child = subprocess.Popen([CLAMD, "-c", folder / "clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    try:
        _wait(port, child)
        yield port
    finally:
        child.terminate()
        child.wait(20)


def _wait(port, child):
    import socket

    for _ in range(300):
        assert child.poll() is None, "clamd ended by itself."
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("clamd did not answer within 30 seconds.")


@pytest.fixture
def scanner(settings, clamd_port):
    settings.CLAMD = {"host": "127.0.0.1", "port": clamd_port}


def test_no_file_is_offered_before_its_verdict_and_a_clean_one_after(cast, scanner):
    carla = portal_actor(cast.acme)
    document = sent(cast.owner, cast.acme)
    share(cast.owner, cast.acme, [document])
    with pytest.raises(NotOffered, match="being checked"):
        bytes_of(cast.owner, document)
    assert listing.rows(carla, cast.acme).documents == []
    scan_files()
    assert bytes_of(cast.owner, document) == PDF
    assert bytes_of(carla, document) == PDF
    assert document.versions.get().scan == Scan.CLEAN


def test_what_is_infected_is_held_back_and_told_to_the_team(cast, scanner):
    carla = portal_actor(cast.acme)
    document = sent(carla, cast.acme, "note.txt", b"hello " + EICAR)
    Message.objects.all().delete()
    scan_files()
    version = Version.objects.get()
    assert (version.scan, version.finding) == (Scan.INFECTED, "Our.Eicar.UNOFFICIAL")
    for actor in (cast.owner, carla):
        with pytest.raises(NotOffered, match="virus was found"):
            bytes_of(actor, document)
    with pytest.raises(NotOffered):
        share(cast.owner, cast.acme, [document_hidden(document)])
    assert [message.kind for message in Message.objects.all()] == ["file-quarantined"]
    assert Message.objects.get().fields["names"] == "note.txt"
    assert Event.objects.filter(name="file.quarantined", subject_id=document.pk).count() == 1
    scan_files()
    assert Message.objects.count() == 1


def document_hidden(document):
    Document.objects.filter(pk=document.pk).update(shared_at=None)
    return document


def test_an_infected_new_version_leaves_the_older_one_in_place(cast, scanner):
    document = sent(cast.owner, cast.acme)
    scan_files()
    for content in (b"%PDF-1.7 new", EICAR):
        upload = uploads.begin(cast.owner, cast.acme, None, "W-2.pdf", len(content), document=document)
        uploads.append(cast.owner, upload, BytesIO(content), 0)
        document.refresh_from_db()
        assert document.current.number == 1
    scan_files()
    document.refresh_from_db()
    assert document.current.number == 2
    assert bytes_of(cast.owner, document) == b"%PDF-1.7 new"


def test_what_is_too_large_for_the_scanner_is_offered_and_says_so(cast, scanner):
    document = sent(cast.owner, cast.acme, content=PDF + os.urandom(12_000_000))
    scan_files()
    version = Version.objects.get()
    assert (version.scan, version.finding) == (Scan.UNSCANNED, "Too large for the virus scanner.")
    assert len(bytes_of(cast.owner, document)) == version.size


def test_while_the_scanner_is_away_files_wait(cast, settings, clamd_port):
    settings.CLAMD = {"host": "127.0.0.1", "port": free_port()}
    document = sent(cast.owner, cast.acme)
    scan_files()
    assert Version.objects.get().scan == Scan.WAITING
    settings.CLAMD = {"host": "127.0.0.1", "port": clamd_port}
    scan_files()
    assert bytes_of(cast.owner, document) == PDF
