"""The button Import."""

import html
import re

import pytest
from django.urls import reverse

from latchstring.accounts.models import PermissionSet
from latchstring.clients.importing.run import run_imports
from latchstring.clients.models import Client, Import
from latchstring.mail.models import Message
from latchstring.portals.actions.open_batches import open_batches
from tests.web.client_kit import browser_of
from tests.web.import_kit import press_import, uploaded
from tests.web.manager_kit import body, dialog, send


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


CHANGED = "Client Name,Contact,Email\nGamma Trust,Gus,g@gamma.example\nNo Email,Nell,\nBeta Farms,Rob,rob@b.example\n"


@pytest.fixture
def end_page(cast, olive):
    """Two clients are added, one of them without an email, and one is changed."""
    job = uploaded(olive, CHANGED)
    press_import(olive, job)
    run_imports()
    return reverse("import-preview", args=[job.pk])


def test_whom_a_file_added_or_changed_is_invited_from_its_end_page(cast, olive, end_page):
    text = body(olive.get(end_page))
    assert "Send invite (2)" in text
    selection = html.unescape(re.search('name="selection" value="([^"]+)"', text)[1])
    assert "Send invite to 2 clients" in body(dialog(cast.olive, selection=selection))
    send(cast.olive, selection=selection)
    open_batches()
    assert set(Message.objects.values_list("to_address", flat=True)) == {"g@gamma.example", "bob@beta.example"}
    assert "Send invite" not in body(olive.get(end_page))


def test_a_selection_of_another_firms_import_means_nobody(cast, end_page):
    selection = f'{{"mode":"filter","filter":{{"import":"{Import.objects.get().pk}"}}}}'
    assert "Gamma Trust" not in body(dialog(cast.rita, selection=selection))


def test_who_may_not_invite_is_offered_no_invites(cast, end_page):
    lists = PermissionSet(firm=cast.firm, name="Lists", actions=["client:view", "clients:import"], all_clients=True)
    lists.save()
    cast.adam.permission_set = lists
    cast.adam.save()
    text = body(browser_of(cast.adam).get(end_page))
    assert "list.csv is imported" in text
    assert "Send invite" not in text
