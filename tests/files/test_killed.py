"""The server is killed while a file arrives: what the row says is there, and the upload goes on from it."""

import os
import signal
import subprocess
import sys
import time
from io import BytesIO

import pytest
from django.db import connection

from latchstring.files.actions import upload as uploads
from latchstring.files.models import Upload
from latchstring.files.refusals import Busy
from tests.cast import make_cast
from tests.files.kit import begun, bytes_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CONTENT = b"%PDF-1.7" + os.urandom(80_000_000)


def database_url():
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{found['NAME']}"
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


def sending(upload, path, settings):
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "LATCHSTRING_TEST_DATABASE_URL": database_url(),
        "LATCHSTRING_DATA_DIR": str(settings.DATA_DIR),
        "MASTER": settings.MASTER_KEY,
    }
    return subprocess.Popen([sys.executable, "-m", "tests.files.sender", str(upload.pk), path], env=env)


def wait_for(upload, offset):
    for _ in range(1000):
        if Upload.objects.get(pk=upload.pk).offset > offset:
            return
        time.sleep(0.03)
    raise AssertionError("Nothing arrived within 30 seconds.")


def test_killed_again_and_again_an_upload_goes_on_and_ends_whole(settings, tmp_path):
    cast = make_cast()
    file = tmp_path / "sent.pdf"
    file.write_bytes(CONTENT)
    upload = begun(cast.owner, cast.acme, "sent.pdf", len(CONTENT))
    for mark in (1, 20_000_000, 40_000_000):
        with sending(upload, file, settings) as child:
            wait_for(upload, mark)
            with pytest.raises(Busy):
                uploads.append(cast.owner, upload, BytesIO(b""), Upload.objects.get(pk=upload.pk).offset)
            child.send_signal(signal.SIGKILL)
    upload.refresh_from_db()
    assert 40_000_000 < upload.offset < len(CONTENT)
    upload = uploads.append(cast.owner, upload, BytesIO(CONTENT[upload.offset :]), upload.offset)
    assert bytes_of(cast.owner, upload.finished_as) == CONTENT
    assert len([path for path in (settings.DATA_DIR / "files").rglob("*") if path.is_file()]) == 1
