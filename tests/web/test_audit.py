import csv
import io

import pytest
from django.urls import reverse

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record, record_many


@pytest.fixture
def olive(client, cast):
    client.force_login(cast.olive.user, "latchstring.accounts.backend.Backend")
    record(cast.owner, Name.INVITE_SENT, Entry(client_id=cast.acme.pk, detail={"name": "Luis Acme"}))
    record(cast.rival_owner, Name.INVITE_SENT, Entry(detail={"name": "Rosa"}))
    return client


def test_the_log_says_who_did_what(olive):
    page = olive.get(reverse("audit")).content.decode()
    assert "Olive invited Luis Acme." in page
    assert "Rosa" not in page


def test_search_narrows_to_a_name(olive, cast):
    record(cast.admin, Name.FIRM_CHANGED)
    page = olive.get(reverse("audit"), {"q": "adam"}).content.decode()
    assert "Adam changed the firm" in page
    assert "Luis Acme" not in page


def test_filter_by_what_happened(olive, cast):
    record(cast.admin, Name.FIRM_CHANGED)
    page = olive.get(reverse("audit"), {"name": "invite"}).content.decode()
    assert "Luis Acme" in page
    assert "Adam changed the firm" not in page


def test_a_day_that_is_none_is_named_and_the_rest_still_shows(olive):
    answer = olive.get(reverse("audit"), {"since": "yesterday-ish"})
    assert "Enter a valid date" in answer.content.decode() or "date" in answer.content.decode()
    assert "Luis Acme" in answer.content.decode()


def test_older_events_are_one_page_away_and_none_is_lost(olive, cast):
    record_many(cast.owner, Name.CLIENT_CHANGED, [Entry(detail={"n": n}) for n in range(60)])
    first = olive.get(reverse("audit"))
    second = olive.get(f"{reverse('audit')}?{first.context['older']}")
    assert len(first.context["rows"]) == 50
    assert len(second.context["rows"]) == 11


def test_the_page_costs_the_same_for_ten_and_for_a_thousand(olive, cast, django_assert_max_num_queries):
    record_many(cast.owner, Name.CLIENT_CHANGED, [Entry() for _ in range(1000)])
    with django_assert_max_num_queries(12):
        olive.get(reverse("audit"))


def test_the_export_holds_every_row_and_no_formula(olive, cast):
    record(cast.owner, Name.CLIENT_CREATED, Entry(detail={"name": "x"}))
    record_many(cast.owner, Name.INVITE_SENT, [Entry(detail={"name": "=HYPERLINK(1)"})])
    answer = olive.get(reverse("audit-export"))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert len(rows) == 5
    assert not any(cell.startswith("=") for row in rows for cell in row)
    where, when = rows[0].index("From"), rows[0].index("When (UTC)")
    assert rows[1][where] == "127.0.0.1"
    assert all(row[when].startswith("20") for row in rows[1:])
    narrowed = b"".join(olive.get(reverse("audit-export"), {"name": "client"}).streaming_content).decode()
    assert [line.split(",")[1] for line in narrowed.splitlines()[1:]] == ["client.created"]


def test_an_export_is_itself_recorded(olive, cast):
    from latchstring.audit.models import Event

    b"".join(olive.get(reverse("audit-export")).streaming_content)
    assert Event.objects.filter(firm=cast.firm, name=Name.CLIENTS_EXPORTED, detail__name="the audit log").exists()
