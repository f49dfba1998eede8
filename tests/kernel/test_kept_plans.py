"""On PostgreSQL a compiled query is planned once for a connection, and no change of the server's breaks a page."""

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections, models

from latchstring.clients.models import Tag
from latchstring.firms.models import Firm
from latchstring.kernel.compiled import Compiled, Slot
from tests.cast import make_firm

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def named():
    return Compiled(lambda: Firm.objects.filter(slug=Slot("slug", models.CharField())).values_list("name", flat=True))


@pytest.fixture
def widened():
    """Changes a column's type and afterwards back."""
    before = connection.ops.quote_name(Firm._meta.db_table)
    yield lambda: _elsewhere(f"ALTER TABLE {before} ALTER COLUMN name TYPE text")
    _elsewhere(f"ALTER TABLE {before} ALTER COLUMN name TYPE varchar({Firm._meta.get_field('name').max_length})")


def test_its_plan_is_kept_and_no_other_statements(named):
    firm = make_firm(slug="one")
    for _ in range(3):
        assert named.rows(slug="one") == [firm.name]
        assert Tag.objects.filter(firm=firm).count() == 0
    plans = _run("SELECT statement FROM pg_prepared_statements")
    assert [("clients_tag" in plan, "slug" in plan) for (plan,) in plans] == [(False, True)]


def test_a_column_that_was_widened_meanwhile_is_read_all_the_same(named, widened):
    firm = make_firm(slug="one")
    for _ in range(3):
        named.rows(slug="one")
    widened()
    assert named.rows(slug="one") == [firm.name]


def test_a_line_that_the_server_has_ended_is_noticed_before_it_is_used():
    connection.ensure_connection()
    _begin_request()
    (gone,) = _run("SELECT pg_backend_pid()")
    _elsewhere(f"SELECT pg_terminate_backend({gone[0]}, 5000)")
    _begin_request()
    assert _run("SELECT pg_backend_pid()") != [gone]


def test_a_line_found_lost_while_in_use_is_opened_again_by_the_next_request():
    connection.ensure_connection()
    _begin_request()
    (gone,) = _run("SELECT pg_backend_pid()")
    _elsewhere(f"SELECT pg_terminate_backend({gone[0]}, 5000)")
    with pytest.raises(OperationalError):
        _run("SELECT 1")
    _begin_request()
    assert _run("SELECT pg_backend_pid()") != [gone]


def test_a_silent_line_is_asked_only_after_a_rest(monkeypatch):
    asked, now = [], []
    wrapper = connections["default"]
    wrapper.ensure_connection()
    monkeypatch.setattr(
        "django.db.backends.postgresql.base.DatabaseWrapper.is_usable", lambda self: asked.append(1) or True
    )
    monkeypatch.setattr("latchstring.kernel.postgresql.base.time.monotonic", lambda: now[-1])
    for moment in (100_000.0, 100_001.0, 100_004.0, 100_010.0):
        now.append(moment)
        assert wrapper.is_usable()
    assert len(asked) == 2


def test_the_product_checks_its_lines():
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]


def _begin_request():
    """As a request finds the connection of its thread."""
    connections["default"].health_check_enabled = True
    connections["default"].health_check_done = False


def _elsewhere(statement):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute(statement)
    finally:
        other.close()


def _run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
