"""The tus 1.0 protocol, request by request: https://tus.io/protocols/resumable-upload."""

from base64 import b64encode
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse

from latchstring.files.actions.add_folder import add_folder
from latchstring.files.limits import largest
from latchstring.files.models import Document, Upload
from latchstring.files.writing import holding
from latchstring.kernel import clock
from tests.web.client_kit import BACKEND, browser_of
from tests.web.file_kit import bytes_of, come_in, firm_url, put

HERE = {"Tus-Resumable": "1.0.0"}
BODY = "application/offset+octet-stream"


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


def name(text):
    return f"filename {b64encode(text.encode()).decode()}"


def create(browser, client, length, *, metadata=None, to="files-tus", **more):
    headers = HERE | {"Upload-Length": str(length), "Upload-Metadata": metadata or name("W-2.txt")} | more
    return browser.post(firm_url(to, client), headers=headers)


def patch(browser, url, offset, content, **more):
    headers = HERE | {"Upload-Offset": str(offset)} | more
    return browser.patch(url, content, content_type=BODY, headers=headers)


def head(browser, url):
    return browser.head(url, headers=HERE)


def test_options_tells_what_is_spoken(cast, olive):
    answer = olive.options(firm_url("files-tus", cast.acme))
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Max-Size"] == str(largest())
    assert answer.headers["Tus-Extension"] == "creation,expiration,termination"


def test_a_file_in_two_parts_becomes_a_document(cast, olive):
    made = create(olive, cast.acme, 10)
    assert made.status_code == 201
    url = made.headers["Location"]
    assert made.headers["Upload-Expires"].endswith("GMT")
    first = patch(olive, url, 0, b"0123")
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "4")
    told = head(olive, url)
    assert (told.status_code, told.headers["Upload-Offset"], told.headers["Upload-Length"]) == (200, "4", "10")
    assert told.headers["Cache-Control"] == "no-store"
    assert patch(olive, url, 4, b"456789").headers["Upload-Offset"] == "10"
    document = Document.objects.get()
    assert (document.name, document.added_by, document.shared_at) == ("W-2.txt", "Olive", None)
    assert bytes_of(olive.get(firm_url("file-download", cast.acme, document))) == b"0123456789"
    assert head(olive, url).headers["Upload-Offset"] == "10"


def test_it_lands_in_the_folder_or_document_of_the_address(cast, olive):
    folder = add_folder(cast.owner, cast.acme, None, "Taxes")
    made = olive.post(
        firm_url("files-tus", cast.acme) + f"?folder={folder.pk}",
        headers=HERE | {"Upload-Length": "1", "Upload-Metadata": name("a.txt")},
    )
    patch(olive, made.headers["Location"], 0, b"x")
    assert Document.objects.get().folder == folder


def test_a_client_uploads_into_the_inbox(cast):
    _, carla = come_in(cast, cast.acme)
    made = create(carla, cast.acme, 4, to="portal-files-tus")
    assert made.headers["Location"].startswith(f"/portal/{cast.acme.pk}/files/tus/")
    patch(carla, made.headers["Location"], 0, b"mine")
    document = Document.objects.get()
    assert (document.person_id is not None, document.shared_at is not None, document.reviewed_at) == (True, True, None)


@pytest.mark.parametrize("version", [None, "0.2.2", "2.0.0"])
def test_another_version_is_412_with_the_one_that_is_spoken(cast, olive, version):
    headers = {"Upload-Length": "1"} | ({"Tus-Resumable": version} if version else {})
    answer = olive.post(firm_url("files-tus", cast.acme), headers=headers)
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
    assert not Upload.objects.exists()


@pytest.mark.parametrize("length", ["", "-1", "1.5", "x", "9" * 30, "²"])
def test_a_length_that_is_no_number_is_400(cast, olive, length):
    headers = HERE | {"Upload-Length": length.encode().decode("latin-1"), "Upload-Metadata": name("a.txt")}
    assert olive.post(firm_url("files-tus", cast.acme), headers=headers).status_code == 400
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "metadata", ["filename", "filename ???", "filetype eA==", "filename //8=", name(" "), name("..")]
)
def test_a_name_that_can_not_be_read_is_400(cast, olive, metadata):
    assert create(olive, cast.acme, 1, metadata=metadata).status_code == 400
    assert not Upload.objects.exists()


def test_more_than_5_gib_and_programs_are_413_with_a_sentence(cast, olive):
    large = create(olive, cast.acme, largest() + 1)
    assert large.status_code == 413
    assert "larger than 5 GB" in large.content.decode()
    assert large.headers["Content-Type"].startswith("text/plain")
    assert create(olive, cast.acme, 1, metadata=name("run.exe")).status_code == 413
    assert not Upload.objects.exists()


def test_a_program_by_another_name_is_refused_and_nothing_is_left(cast, olive):
    url = create(olive, cast.acme, 6).headers["Location"]
    answer = patch(olive, url, 0, b"MZ\x90\x00..")
    assert answer.status_code == 413
    assert "This is a program" in answer.content.decode()
    assert not Upload.objects.exists()
    assert not Document.objects.exists()
    assert head(olive, url).status_code == 404


@pytest.mark.parametrize("offset", [0, 2, 5])
def test_a_wrong_offset_is_409_and_changes_nothing(cast, olive, offset):
    url = create(olive, cast.acme, 10).headers["Location"]
    patch(olive, url, 0, b"0123")
    assert patch(olive, url, offset, b"xx").status_code == 409
    assert head(olive, url).headers["Upload-Offset"] == "4"


def test_another_type_is_415_and_a_missing_offset_400(cast, olive):
    url = create(olive, cast.acme, 10).headers["Location"]
    wrong = olive.patch(url, b"x", content_type="application/octet-stream", headers=HERE | {"Upload-Offset": "0"})
    assert wrong.status_code == 415
    assert olive.patch(url, b"x", content_type=BODY, headers=HERE).status_code == 400


def test_bytes_beyond_the_length_are_not_taken(cast, olive):
    url = create(olive, cast.acme, 3).headers["Location"]
    patch(olive, url, 0, b"abcdef")
    assert bytes_of(olive.get(firm_url("file-download", cast.acme, Document.objects.get()))) == b"abc"


def test_two_at_once_is_423(cast, olive):
    url = create(olive, cast.acme, 3).headers["Location"]
    with holding(Upload.objects.get()):
        assert patch(olive, url, 0, b"abc").status_code == 423
    assert patch(olive, url, 0, b"abc").status_code == 204


def test_delete_forgets_it(cast, olive):
    url = create(olive, cast.acme, 3).headers["Location"]
    assert olive.delete(url, headers=HERE).status_code == 204
    assert head(olive, url).status_code == 404
    assert not Upload.objects.exists()


def test_it_expires(cast, olive):
    url = create(olive, cast.acme, 3).headers["Location"]
    with time_machine.travel(clock.now() + timedelta(days=30)):
        later = browser_of(cast.olive)
        assert head(later, url).status_code == 404
        assert patch(later, url, 0, b"abc").status_code == 404


def test_nobody_else_goes_on_with_it_not_even_a_colleague(cast, olive):
    url = create(olive, cast.acme, 3).headers["Location"]
    _, carla = come_in(cast, cast.acme)
    for browser in (browser_of(cast.adam), browser_of(cast.sam), browser_of(cast.rita), carla):
        assert head(browser, url).status_code == 404
        assert patch(browser, url, 0, b"abc").status_code == 404
        assert browser.delete(url, headers=HERE).status_code == 404
    assert Upload.objects.get().offset == 0


def test_it_stays_with_the_client_it_was_begun_for(cast, olive):
    create(olive, cast.acme, 3)
    url = reverse("files-tus-upload", args=[cast.beta.pk, Upload.objects.get().pk])
    assert patch(olive, url, 0, b"abc").status_code == 404


def test_a_new_version_needs_the_permission_to_change_files(cast):
    document = put(cast.owner, cast.acme, "Letter.txt")
    vic = browser_of(cast.vic)
    assert create(vic, cast.acme, 1).status_code == 403
    answer = vic.post(firm_url("files-tus", cast.acme) + f"?document={document.pk}", headers=HERE)
    assert answer.status_code == 403


def test_without_the_token_against_forged_requests_nothing_goes(cast):
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(cast.olive.user, BACKEND)
    assert create(strict, cast.acme, 3).status_code == 403
    strict.get(firm_url("client-files", cast.acme))
    token = strict.cookies[settings.CSRF_COOKIE_NAME].value
    made = create(strict, cast.acme, 3, **{"X-CSRFToken": token})
    assert made.status_code == 201
    assert patch(strict, made.headers["Location"], 0, b"abc").status_code == 403
    assert patch(strict, made.headers["Location"], 0, b"abc", **{"X-CSRFToken": token}).status_code == 204
