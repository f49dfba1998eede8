"""The page where a file is chosen."""

import io
import zipfile

import pytest
from django.urls import reverse

from latchstring.clients.models import Client, Import
from tests.web.client_kit import browser_of, count
from tests.web.import_kit import GOOD, press_import, upload, uploaded

URL = "/clients/import/"


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


def packed():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("clients.csv", GOOD)
    return out.getvalue()


def test_a_good_file_leads_to_its_preview_and_writes_nothing(cast, olive):
    answer = upload(olive)
    job = Import.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("import-preview", args=[job.pk])
    assert Client.objects.filter(firm=cast.firm).count() == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"Client ID,Client Name\n", "This file has headers and no clients below them."),
        (b"%PDF-1.4", "This is a PDF."),
        (packed(), "This is a ZIP archive."),
        (b"1,Acme,a@x.example\n2,Beta,b@x.example\n", "has to name its columns"),
    ],
    ids=["empty", "headers only", "pdf", "zip", "no headers"],
)
def test_a_wrong_file_gets_a_sentence_at_the_field(olive, data, sentence):
    answer = upload(olive, data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Import.objects.exists()


def test_no_file_gets_a_sentence(olive):
    answer = olive.post(URL)
    assert answer.status_code == 422
    assert "Choose a file, or drop one here." in answer.content.decode()


def test_a_file_that_is_too_large_gets_a_sentence(olive, monkeypatch):
    monkeypatch.setattr("latchstring.clients.actions.upload_import.LARGEST", 10)
    answer = upload(olive)
    assert answer.status_code == 422
    assert "larger than 100 MB" in answer.content.decode()


@pytest.mark.parametrize("who", ["vic", "sam"])
def test_a_role_without_the_permission_is_told_which_is_missing(cast, who):
    browser = browser_of(getattr(cast, who))
    for answer in (browser.get(URL), upload(browser)):
        assert answer.status_code == 403
        assert "import clients" in answer.content.decode()
    assert not Import.objects.exists()


def test_nobody_is_sent_to_log_in(cast):
    assert browser_of(None).get(URL)["Location"].startswith("/login/")


def test_the_rivals_team_finds_no_page(cast):
    assert browser_of(cast.rita).get(URL).status_code == 404


def test_only_get_and_post(olive):
    assert olive.put(URL).status_code == 405


def test_the_statements_stay_the_same_with_many_imports(olive):
    press_import(olive, uploaded(olive))
    few = count(olive, URL)
    for _ in range(4):
        press_import(olive, uploaded(olive))
    assert count(olive, URL) == few
