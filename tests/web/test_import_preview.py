"""The preview, the mapping beside it, and the pages that follow."""

import pytest
from django.urls import reverse

from latchstring.clients.importing.run import run_imports
from latchstring.clients.models import Client, Import, ImportMapping
from tests.web.client_kit import browser_of, count
from tests.web.import_kit import GOOD, press_import, uploaded


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


@pytest.fixture
def job(olive):
    return uploaded(olive)


def url(job):
    return reverse("import-preview", args=[job.pk])


def text(answer):
    return " ".join(answer.content.decode().split())


def test_each_outcome_has_a_tab_with_its_count_and_lines(olive, job):
    first = text(olive.get(url(job)))
    for tab in ('New <span class="count">2</span>', 'Wrong <span class="count">1</span>'):
        assert tab in first
    assert "<strong>Gamma Trust</strong>" in first
    assert "=SUM(A1)” looks like a formula and is kept as text." in first
    wrong = text(olive.get(url(job) + "?show=rejected"))
    assert "Enter an email address like name@example.com." in wrong
    assert "nope" in wrong
    assert "<strong>Gamma Trust</strong>" not in wrong


def test_what_would_change_is_shown_before_and_after(cast, olive):
    press_import(olive, uploaded(olive))
    run_imports()
    job = uploaded(olive, GOOD.replace("Gamma Trust", "Gamma Estate"))
    page = text(olive.get(url(job) + "?show=updated"))
    assert "<del>Gamma Trust</del>" in page
    assert "<ins>Gamma Estate</ins>" in page


def test_a_name_from_a_file_is_never_markup(olive):
    job = uploaded(olive, "Client Name,Email\n<script>alert(1)</script>,<b>x\n<i>x</i>,a@x.example\n")
    for show in ("created", "rejected"):
        assert "<script>alert" not in text(olive.get(f"{url(job)}?show={show}"))


def test_other_columns_make_another_preview_and_are_remembered(cast, olive, job):
    answer = olive.post(url(job), {"column-0": "number", "column-1": "", "column-2": "name"})
    assert answer["Location"] == url(job)
    assert "nope" in text(olive.get(url(job)))
    assert ImportMapping.objects.filter(firm=cast.firm).count() == 1


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"column-0": "number"}, "Choose the column that holds the client’s name."),
        ({"column-0": "name", "column-1": "name"}, "Two columns are set to client name. Choose one of them."),
        ({"column-0": "name", "column-1": "firm_id"}, "is not one of the available choices"),
    ],
)
def test_columns_that_make_no_sense_get_a_sentence(olive, job, columns, sentence):
    answer = olive.post(url(job), columns)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert Import.objects.get().mapping == job.mapping


def test_a_file_without_known_names_asks_for_its_columns(olive):
    job = uploaded(olive, "Shoe,Size\nA,9\n")
    page = text(olive.get(url(job)))
    assert "Say which column holds the client’s name" in page
    olive.post(url(job), {"column-0": "name", "column-1": ""})
    assert 'New <span class="count">1</span>' in text(olive.get(url(job)))


def test_progress_is_polled_until_it_is_done(olive, job):
    press_import(olive, job)
    assert 'hx-trigger="every 2s"' in text(olive.get(url(job)))
    part = olive.get(url(job), headers={"HX-Request": "true"})
    assert "<html" not in text(part)
    assert "0 of 3 lines imported" in text(part)
    run_imports()
    done = olive.get(url(job), headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == url(job)
    page = text(olive.get(url(job)))
    assert "1 line did not go in." in page
    assert "hx-trigger" not in page.split('id="stage"')[1].split(">")[0]


def test_a_failure_says_what_happened_and_offers_to_go_on(olive, job):
    press_import(olive, job)
    Import.objects.update(failed="The file is gone. Upload it again.")
    page = text(olive.get(url(job)))
    assert "The file is gone. Upload it again." in page
    press_import(olive, job)
    run_imports()
    assert Client.objects.filter(name="Gamma Trust").exists()


@pytest.mark.parametrize("who", ["vic", "sam"])
def test_a_role_without_the_permission_is_refused(cast, job, who):
    browser = browser_of(getattr(cast, who))
    assert browser.get(url(job)).status_code == 403
    assert browser.post(url(job), {}).status_code == 403


def test_another_firms_import_is_not_there(cast, olive, job):
    Import.objects.update(firm=cast.rival)
    assert olive.get(url(job)).status_code == 404
    assert olive.post(url(job), {}).status_code == 404


def test_nobody_is_sent_to_log_in(job):
    assert browser_of(None).get(url(job))["Location"].startswith("/login/")


def test_only_get_and_post(olive, job):
    assert olive.delete(url(job)).status_code == 405


def test_the_statements_are_the_same_for_3_lines_and_for_300(olive, job):
    few = count(olive, url(job))
    many = uploaded(olive, "Client Name,Email\n" + "".join(f"C{i},c{i}@x.example\n" for i in range(300)))
    assert count(olive, url(many)) == few
    assert "The first 50 of 300" in text(olive.get(url(many)))
