"""The first firm of an installation, by whoever comes first."""

from typing import Unpack

from django.db import connection, transaction

from latchstring.accounts.actions.open_firm import Details, open_firm
from latchstring.accounts.models import TeamMember
from latchstring.firms.models import Firm
from latchstring.firms.queries import any_firm


class AlreadySetUp(Exception):
    """Somebody else was first."""


@transaction.atomic
def open_first_firm(**details: Unpack[Details]) -> TeamMember:
    """Two at once make one firm: the second waits for the first and then is refused."""
    if connection.vendor == "postgresql":  # on SQLite the transaction itself is alone
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Firm._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    if any_firm():
        raise AlreadySetUp
    return open_firm(**details)
