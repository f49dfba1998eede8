import pytest

from latchstring.clients.models import Client
from latchstring.web.firm.clients.overview import overview


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("12-31", "December 31"),
        ("6/30", "June 30"),
        ("31.12", "December 31"),
        ("02/29", "February 29"),
        ("13/32", "13/32"),
        ("June", "June"),
    ],
)
def test_the_end_of_the_year_is_said_in_words(cast, typed, shown):
    Client.objects.filter(pk=cast.acme.pk).update(fiscal_year_end=typed)
    facts = dict(overview(cast.owner, Client.objects.get(pk=cast.acme.pk))["facts"])
    assert facts["Year end"] == shown
