"""Files from a form without a script: sealed as they come, and nothing stays of what is not kept."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from django.http import UnreadablePostError
from django.test import Client as Browser
from django.urls import reverse

from latchstring.files.models import Document, Upload
from tests.files.kit import PDF, bytes_of, sent
from tests.web.client_kit import browser_of

EDGE = "edge-of-the-form"
KIND = f"multipart/form-data; boundary={EDGE}"
SECRET = b"the balance is 4711 "


def body_of(*files: tuple[str, bytes], token: str = "") -> bytes:
    field = 'Content-Disposition: form-data; name="csrfmiddlewaretoken"'
    parts = [f"--{EDGE}\r\n{field}\r\n\r\n{token}\r\n".encode()]
    for name, content in files:
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        parts += [head.encode(), content, b"\r\n"]
    return b"".join([*parts, f"--{EDGE}--\r\n".encode()])


class Line(BytesIO):
    """What a browser sends; ``watch`` is told how much has gone, ``after`` so many bytes it is cut or breaks."""

    def __init__(self, content, *, watch=None, after=None, breaks=False):
        super().__init__(content)
        self.watch, self.after, self.breaks = watch, after, breaks

    def read(self, size=-1, /):
        if self.watch:
            self.watch(self.tell())
        if self.after is None:
            return super().read(size)
        if self.tell() >= self.after:
            if self.breaks:
                raise ConnectionResetError
            return b""
        return super().read(min(size, self.after - self.tell()))


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


def post(browser, client, line, *, length=None, where=""):
    size = str(length or len(line.getvalue()))
    said = {"wsgi.input": line, "CONTENT_LENGTH": size, "CONTENT_TYPE": KIND}
    return browser.generic("POST", reverse("files-upload", args=[client.pk]) + where, **said)


def test_while_a_form_is_under_way_no_unsealed_bytes_lie_anywhere(
    cast, olive, tmp_path, files_folder, settings, monkeypatch
):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "temp")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    content, sealed = PDF + SECRET * 1_000_000, []

    def watch(gone):
        if gone > 15_000_000:
            open_ones = [f"/proc/self/fd/{each}" for each in os.listdir("/proc/self/fd")]
            for path in [*map(str, tmp_path.rglob("*")), *open_ones]:
                if Path(path).is_file() and Path(path).stat().st_size > 1_000_000:
                    assert SECRET not in Path(path).read_bytes(), path
            sealed.append(sum(path.stat().st_size for path in files_folder.rglob("*") if path.is_file()))

    answer = post(olive, cast.acme, Line(body_of(("Statement.pdf", content)), watch=watch))
    assert answer.status_code == 302
    assert sealed[0] > 8_000_000
    assert bytes_of(cast.owner, Document.objects.get()) == content
    assert list((tmp_path / "temp").iterdir()) == []


def test_several_files_of_one_form_are_whole_wherever_they_are_kept(cast, olive, anywhere):
    files = {"a.txt": b"aa", "b.txt": b"b", "c.txt": b"c" * 65_536, "d.bin": os.urandom(9_000_001)}
    assert post(olive, cast.acme, Line(body_of(*files.items()))).status_code == 302
    kept = {document.name: bytes_of(cast.owner, document) for document in Document.objects.all()}
    assert kept == files
    assert {document.current.size for document in Document.objects.all()} == {2, 1, 65_536, 9_000_001}
    assert len(anywhere()) == 4


@pytest.mark.parametrize("breaks", [True, False])
def test_a_line_that_is_cut_leaves_nothing(cast, olive, anywhere, breaks):
    files = ("first.txt", b"all of it"), ("second.bin", os.urandom(9_000_000))
    answer = post(olive, cast.acme, Line(body_of(*files), after=8_000_000, breaks=breaks))
    assert answer.status_code == 400
    assert "The line broke" in answer.content.decode()
    assert (Document.objects.count(), Upload.objects.count(), anywhere()) == (0, 0, [])


def test_a_line_that_is_cut_right_behind_a_file_keeps_none(cast, olive, anywhere):
    body = body_of(("first.txt", b"all of it"), ("second.txt", b"the second"))
    answer = post(olive, cast.acme, Line(body, after=body.index(b"the second") + 10))
    assert answer.status_code == 400
    assert (Document.objects.count(), Upload.objects.count(), anywhere()) == (0, 0, [])


def test_more_than_the_limit_is_refused_before_a_byte_is_read(cast, olive, settings, anywhere):
    settings.LARGEST_FILE = 250

    def never(_gone):
        raise UnreadablePostError

    answer = post(olive, cast.acme, Line(b"", watch=never), length=300 * 1024**2)
    assert answer.status_code == 413
    assert "more than 250 MB in all" in answer.content.decode()
    assert (Upload.objects.count(), anywhere()) == (0, [])


def test_one_file_a_little_too_large_is_refused_and_gone(cast, olive, settings, anywhere):
    settings.LARGEST_FILE = 1
    answer = post(olive, cast.acme, Line(body_of(("a.txt", b"a" * (1024**2 + 1)))))
    assert answer.status_code == 422
    assert "a.txt: This file is larger than 1 MB" in answer.content.decode()
    assert (Document.objects.count(), Upload.objects.count(), anywhere()) == (0, 0, [])


def test_one_refused_file_does_not_take_the_others_with_it(cast, olive, anywhere):
    program = "invoice.pdf", b"MZ\x90\0" + bytes(5_000_000)
    answer = post(
        olive,
        cast.acme,
        Line(body_of(("a.txt", b"one"), program, ("run.exe", b"x"), ("none.txt", b""), ("b.txt", b"two"))),
    )
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "invoice.pdf: This is a program" in said
    assert "none.txt: This file is empty" in said
    assert "run.exe: Programs are not taken" in said
    assert sorted(Document.objects.values_list("name", flat=True)) == ["a.txt", "b.txt"]
    assert (Upload.objects.filter(finished_as=None).count(), len(anywhere())) == (0, 2)


@pytest.mark.parametrize("room", [6_000_000, 11_500_000])
def test_a_disk_that_fills_up_is_said_and_leaves_nothing(cast, olive, files_folder, small_disk, room):
    with small_disk(room):
        answer = post(olive, cast.acme, Line(body_of(("a.bin", os.urandom(12_000_000)))))
    assert answer.status_code == 422
    assert "There is no room left" in answer.content.decode()
    assert (Document.objects.count(), Upload.objects.count()) == (0, 0)
    assert [path for path in files_folder.rglob("*") if path.is_file()] == []


def test_a_form_that_is_not_ours_leaves_nothing(cast, olive, anywhere):
    strict = Browser(enforce_csrf_checks=True)
    strict.cookies = olive.cookies
    line = Line(body_of(("a.bin", os.urandom(5_000_000)), token="x" * 64))
    assert post(strict, cast.acme, line).status_code == 403
    assert (Document.objects.count(), Upload.objects.count(), anywhere()) == (0, 0, [])
    token = strict.get(reverse("client-files", args=[cast.acme.pk])).context["csrf_token"]
    assert post(strict, cast.acme, Line(body_of(("a.txt", b"mine"), token=str(token)))).status_code == 302
    assert bytes_of(cast.owner, Document.objects.get()) == b"mine"


def test_too_many_files_at_once_are_a_sentence_and_leave_nothing(cast, olive, anywhere):
    answer = post(olive, cast.acme, Line(body_of(*((f"{number}.txt", b"x") for number in range(101)))))
    assert answer.status_code == 413
    assert "Send at most 100" in answer.content.decode()
    assert (Document.objects.count(), Upload.objects.count(), anywhere()) == (0, 0, [])


def test_a_version_that_can_not_be_taken_is_said_on_the_page_of_its_file(cast, olive):
    document = sent(cast.owner, cast.acme, "Return.pdf")
    answer = post(olive, cast.acme, Line(body_of(("run.exe", b"MZ"))), where=f"?document={document.pk}")
    assert answer.status_code == 422
    assert "Versions" in answer.content.decode()
    assert "run.exe: Programs are not taken" in answer.content.decode()
    assert document.versions.count() == 1
