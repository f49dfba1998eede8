"""The pages of an import, in light and dark, wide and narrow."""

import pytest

from latchstring.clients.importing.run import run_imports
from tests.cast import make_cast
from tests.e2e.axe import assert_accessible_everywhere
from tests.web.client_kit import browser_of
from tests.web.import_kit import press_import, uploaded

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_upload_preview_wrong_lines_and_result_are_accessible_everywhere(open_page):
    cast = make_cast()
    olive = browser_of(cast.olive)
    job = uploaded(olive)
    preview = f"/clients/import/{job.pk}/"
    for path in ("/clients/import/", preview, f"{preview}?show=rejected"):
        assert_accessible_everywhere(open_page(cast.olive, path))
    press_import(olive, job)
    run_imports()
    assert_accessible_everywhere(open_page(cast.olive, preview))
