"""A statement that is on its way: its end is waited for, its error is Django's, its connection is good again."""

from contextlib import suppress

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from latchstring.firms.models import Firm
from latchstring.kernel import underway

pytestmark = pytest.mark.django_db(transaction=True)
RENAME = "UPDATE firms_firm SET name = %s WHERE id = %s"


def test_what_was_started_is_done_once_its_end_was_waited_for(cast):
    for name in ("One", "Two % $1 ’"):
        underway.start(RENAME, [name, as_stored(cast.firm)])()
        assert Firm.objects.get(pk=cast.firm.pk).name == name


@pytest.mark.postgres
def test_whatever_the_connection_has_forgotten_it_goes_on(cast):
    for name in ("One", "Two"):
        underway.start(RENAME, [name, as_stored(cast.firm)])()
        with suppress(KeyError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
            raise KeyError
    assert Firm.objects.get(pk=cast.firm.pk).name == "Two"


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("value", "error"), [("x" * 10_000, DataError), (None, IntegrityError)], ids=["too long", "missing"]
)
def test_an_error_is_djangos_and_comes_with_the_end(cast, value, error):
    finish = underway.start(RENAME, [value, as_stored(cast.firm)])
    with pytest.raises(error):
        finish()
    assert Firm.objects.get(pk=cast.firm.pk).name == cast.firm.name


def as_stored(firm: Firm) -> str:
    return str(firm.pk) if connection.vendor == "postgresql" else firm.pk.hex
