"""Each filter of the log is read from the index that was made for it."""

import pytest
from django.db import connection

from latchstring.kernel.ids import uuid7
from latchstring.mail import log
from latchstring.mail.log import LogFilter
from latchstring.mail.models import Message
from latchstring.mail.outbox import Post, queue, queue_many
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
        (LogFilter(addresses=[], letters=[uuid7()]), False, "message_of_letter"),
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
    Message.objects.filter(pk=theirs.pk).update(to_address="x@another.example")
    assert log.written_to(cast.owner, "x@", 5) == ["x@mail.example"]


def test_to_a_client_the_log_has_nothing(cast):
    queue(cast.firm.pk, make_letter(cast.firm, text="Hi", html="Hi"), Post("x@mail.example"), kind="invite")
    assert not Message.objects.visible_to(portal_actor(cast.acme)).exists()


def test_a_subject_finds_all_that_was_written_so_beside_addresses(cast):
    welcome = make_letter(cast.firm, subject="Welcome to Alder & Pike", text="Hi", html="Hi")
    other = make_letter(cast.firm, subject="Your return", text="Hi", html="Hi")
    theirs = make_letter(cast.rival, subject="Welcome to Rival", text="Hi", html="Hi")
    queue_many(cast.firm.pk, welcome, [Post(f"w{i}@mail.example") for i in range(70)], kind="invite")
    queue_many(cast.firm.pk, other, [Post("welcome@mail.example")], kind="reminder")
    queue_many(cast.firm.pk, other, [Post("x@mail.example")], kind="reminder")
    queue_many(cast.rival.pk, theirs, [Post("y@mail.example")], kind="invite")
    letters = log.subjects_with(cast.owner, "wELCOME", 5)
    assert letters == [welcome.pk]
    where = LogFilter(addresses=log.written_to(cast.owner, "welcome", 5), letters=letters)
    first = log.page(cast.owner, where)
    rest = log.page(cast.owner, where, first.next)
    found = [row.pk for row in (*first.rows, *rest.rows)]
    assert len(found) == len(set(found)) == 71
    assert found == sorted(found, reverse=True) == [row.pk for row in log.all_of(cast.owner, where)]
    assert [row.pk for row in log.page(cast.owner, where, rest.previous).rows] == found[:50]
    assert len(log.page(cast.owner, LogFilter(kind="reminder", addresses=[], letters=letters)).rows) == 0
    assert not log.page(cast.staff, where).rows
