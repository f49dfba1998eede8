"""The button Import."""

import pytest
from django.urls import reverse

from latchstring.clients.importing.run import run_imports
from latchstring.clients.models import Client, Import
from tests.web.client_kit import browser_of
from tests.web.import_kit import press_import, uploaded


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


@pytest.fixture
def job(olive):
    return uploaded(olive)


def test_import_is_confirmed_and_the_worker_writes(cast, olive, job):
    answer = press_import(olive, job)
    assert answer["Location"] == reverse("import-preview", args=[job.pk])
    assert not Client.objects.filter(name="Gamma Trust").exists()
    run_imports()
    assert Client.objects.get(name="Gamma Trust").firm == cast.firm


def test_a_preview_that_is_not_the_newest_confirms_nothing(olive, job):
    press_import(olive, job, planned="2026-01-01T00:00:00+00:00")
    assert not Import.objects.get().confirmed_at
    page = olive.get(reverse("import-preview", args=[job.pk])).content.decode()
    assert "The preview was made anew." in page


def test_what_has_no_preview_yet_confirms_nothing(olive):
    job = uploaded(olive, "Shoe,Size\nA,9\n")
    press_import(olive, job)
    assert not Import.objects.get().confirmed_at


@pytest.mark.parametrize("who", ["vic", "sam"])
def test_a_role_without_the_permission_is_refused(cast, job, who):
    assert press_import(browser_of(getattr(cast, who)), job).status_code == 403
    assert not Import.objects.get().confirmed_at


def test_another_firms_import_is_not_there(cast, olive, job):
    Import.objects.update(firm=cast.rival)
    assert press_import(olive, job).status_code == 404


def test_nobody_is_sent_to_log_in(job):
    assert press_import(browser_of(None), job)["Location"].startswith("/login/")


def test_only_post(olive, job):
    assert olive.get(reverse("import-apply", args=[job.pk])).status_code == 405
