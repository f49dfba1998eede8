"""The lines that stayed out, as a file."""

import csv
import io

import pytest
from django.urls import reverse

from latchstring.clients.importing.run import run_imports
from latchstring.clients.models import Client, Import
from tests.web.client_kit import browser_of
from tests.web.import_kit import press_import, uploaded

BAD = "Client ID,Client Name,Email\n1,Good,g@x.example\n2,\"=cmd|'/c calc'!A1\",nope\n3,Long,x,y,z\n"


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


@pytest.fixture
def job(olive):
    return uploaded(olive, BAD)


def url(job):
    return reverse("import-rejected", args=[job.pk])


def test_each_wrong_line_comes_with_line_column_and_reason_and_no_formula_runs(olive, job):
    answer = olive.get(url(job))
    assert answer["Content-Disposition"] == 'attachment; filename="list-rejected.csv"'
    data = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    assert [(row["Line"], row["Column"]) for row in rows] == [("3", "Email"), ("4", "")]
    assert rows[0]["Client Name"] == "'=cmd|'/c calc'!A1"
    assert rows[1]["Email"] == "x, y, z"
    assert all(row["Reason"] for row in rows)


def test_it_is_the_same_before_and_after_import(olive, job):
    before = b"".join(olive.get(url(job)).streaming_content)
    press_import(olive, job)
    run_imports()
    assert b"".join(olive.get(url(job)).streaming_content) == before


def test_fixed_and_loaded_again_it_goes_in(cast, olive, job):
    fixed = b"".join(olive.get(url(job)).streaming_content).replace(b"nope", b"ok@x.example")
    again = uploaded(olive, fixed.decode("utf-8-sig"))
    press_import(olive, again)
    run_imports()
    assert Client.objects.filter(firm=cast.firm, name="=cmd|'/c calc'!A1").exists()


def test_a_file_that_is_gone_says_so(olive, job):
    Import.objects.update(path="nowhere")
    page = olive.get(url(job), follow=True).content.decode()
    assert "The file is gone. It is kept for 30 days." in page


@pytest.mark.parametrize("who", ["vic", "sam"])
def test_a_role_without_the_permission_is_refused(cast, job, who):
    assert browser_of(getattr(cast, who)).get(url(job)).status_code == 403


def test_another_firms_import_is_not_there(cast, olive, job):
    Import.objects.update(firm=cast.rival)
    assert olive.get(url(job)).status_code == 404


def test_nobody_is_sent_to_log_in(job):
    assert browser_of(None).get(url(job))["Location"].startswith("/login/")


def test_only_get(olive, job):
    assert olive.post(url(job)).status_code == 405
