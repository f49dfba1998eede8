"""Who could see this on a day: the firm's page and its export."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import search
from latchstring.kernel import clock
from latchstring.portals.actions.remove_access import remove_access
from tests.portals.people import accepted
from tests.web.client_kit import browser_of
from tests.web.file_kit import bytes_of, firm_url, put, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def olive(cast):
    for member in (cast.olive, cast.sam):
        record(
            cast.owner,
            Name.MEMBER_ADDED,
            Entry(subject_id=member.pk, detail={"name": member.name, "role": member.role}),
        )
    record(cast.owner, Name.MEMBER_ASSIGNED, Entry(cast.acme.pk, subject_id=cast.sam.pk, detail={"name": "Sam"}))
    remove_access(cast.admin, accepted(cast.admin, cast.acme))
    return browser_of(cast.olive)


def test_the_page_names_people_and_team_with_who_granted_it(cast, olive):
    text = text_of(olive.get(reverse("client-seen", args=[cast.acme.pk])))
    assert "Carla Acme" in text
    assert "Granted by Adam" in text
    assert "Assigned. From" in text
    assert "All clients. From" in text


def test_the_day_before_nobody_could(cast, olive):
    day = (clock.now() - timedelta(days=2)).date()
    answer = olive.get(reverse("client-seen", args=[cast.acme.pk]), {"on": day.isoformat()})
    assert text_of(answer).count("Nobody.") == 2


@pytest.mark.parametrize("typed", ["", "yesterday", "2999-01-01", "0001-01-01"])
def test_a_day_that_is_none_gives_a_sentence_and_stays(cast, olive, typed):
    answer = olive.get(reverse("client-seen", args=[cast.acme.pk]), {"on": typed})
    assert answer.status_code == 422
    assert 'role="alert"' in text_of(answer)
    assert typed == "" or f'value="{typed}"' in text_of(answer)


def test_the_export_has_the_same_lines_and_is_in_the_log(cast, olive):
    answer = olive.get(reverse("client-seen-export", args=[cast.acme.pk]))
    rows = list(csv.DictReader(io.StringIO(bytes_of(answer).decode("utf-8-sig"))))
    assert [(row["Who"], row["What is open"], row["Granted by"]) for row in rows] == [
        ("Carla Acme", "Everything", "Adam"),
        ("Olive", "All clients", "Olive"),
        ("Sam", "Assigned", "Olive"),
    ]
    assert "exported who could see Acme" in text_of(olive.get(reverse("audit")))


def test_of_a_file_nobody_but_the_team_until_it_is_shown(cast, olive):
    document = put(cast.owner, cast.acme, "Plan.txt")
    text = text_of(olive.get(firm_url("file-seen", cast.acme, document)))
    assert "Who could see Plan.txt" in text
    assert "Carla" not in text
    assert "Sam" in text


def test_a_client_is_found_by_name(cast, olive):
    search.refresh([cast.acme.pk, cast.beta.pk])
    text = text_of(olive.get(reverse("audit-seen"), {"q": "bakery"}))
    assert reverse("client-seen", args=[cast.acme.pk]) in text
    assert "Beta" not in text
