"""Each filter of the log is read from the index that was made for it."""

import pytest
from django.db import connection

from latchstring.mail import log
from latchstring.mail.log import LogFilter
from tests.web.client_kit import statements


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by how many rows there are")
@pytest.mark.parametrize(
    ("where", "scoped", "index"),
    [
        (LogFilter(), False, "message_newest"),
        (LogFilter(kind="invite"), False, "message_of_kind"),
        (LogFilter(state="failed"), False, "message_over"),
        (LogFilter(state="cancelled", kind="invite"), False, "message_o"),
        (LogFilter(addresses=["a@b.example", "c@d.example"]), False, "message_to_address"),
        (LogFilter(), True, "message_about_client"),
    ],
)
def test_a_page_comes_from_its_index(cast, where, scoped, index):

    with statements() as caught:
        log.page(cast.staff if scoped else cast.owner, where)
    asked = [each["sql"] for each in caught if 'FROM "mail_message"' in each["sql"]]
    assert asked
    for sql in asked:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert f"USING INDEX {index}" in plan or f"USING COVERING INDEX {index}" in plan, (sql, plan)
