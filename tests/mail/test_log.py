"""Each filter of the log is read from the index that was made for it."""

import pytest
from django.db import connection

from latchstring.mail import log
from latchstring.mail.log import LogFilter
from latchstring.mail.models import Message
from latchstring.mail.outbox import Post, queue
from tests.files.kit import portal_actor
from tests.mail.conftest import make_letter
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


def test_another_firms_emails_are_on_no_page_and_in_no_export(cast):
    theirs = queue(cast.rival.pk, make_letter(cast.rival, text="Hi", html="Hi"), Post("x@mail.example"), kind="invite")
    ours = queue(cast.firm.pk, make_letter(cast.firm, text="Hi", html="Hi"), Post("x@mail.example"), kind="invite")
    for where in (
        LogFilter(),
        LogFilter(kind="invite"),
        LogFilter(state="waiting"),
        LogFilter(addresses=["x@mail.example"]),
    ):
        assert [row.pk for row in log.page(cast.owner, where).rows] == [ours.pk]
        assert [row.pk for row in log.all_of(cast.owner, where)] == [ours.pk]
    assert not log.one(cast.owner).filter(pk=theirs.pk).exists()
    assert log.written_to(cast.owner, "x@", 5) == ["x@mail.example"]


def test_to_a_client_the_log_has_nothing(cast):
    queue(cast.firm.pk, make_letter(cast.firm, text="Hi", html="Hi"), Post("x@mail.example"), kind="invite")
    assert not Message.objects.visible_to(portal_actor(cast.acme)).exists()
