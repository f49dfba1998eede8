"""Change access: the dialog on the record, the way there from the Manager, and what everybody sees of it."""

import csv
from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from latchstring.accounts.models import User
from latchstring.files.actions.share import share
from latchstring.kernel import clock
from latchstring.portals.ends import end_of
from latchstring.portals.models import Access, PortalUser
from tests.doors.files import put
from tests.web.client_kit import ago, browser_of, count, let_in


@pytest.fixture
def access(cast):
    return let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=1))


@pytest.fixture
def day(cast):
    """Ten days from now, where the firm is."""
    return clock.now().astimezone(ZoneInfo(cast.firm.time_zone)).date() + timedelta(days=10)


def url(access):
    return reverse("access-change", args=[access.client_id, access.pk])


def change(browser, access, scope="everything", until="", **more):
    return browser.post(url(access), {"scope": scope, "until": until, **more}, follow=True)


def html(answer):
    return answer.content.decode()


def words(day):
    return f"{day:%b} {day.day}" + ("" if day.year == clock.now().year else f", {day.year}")


def test_the_page_shows_what_is_so_and_saves_what_is_chosen(cast, access, day):
    sam = browser_of(cast.sam)
    page = html(sam.get(url(access)))
    assert "Change access for Luis Acme" in page
    assert 'value="everything" ' in page
    assert [label in page for label in ("Everything", "Files only", "Billing only", "No billing")] == [True] * 4
    assert "New York time" in page
    after = html(change(sam, access, "files-only", day.isoformat()))
    access.refresh_from_db()
    assert (access.scope, access.ends_at) == ("files-only", end_of(day, cast.firm))
    assert "Access of Luis Acme changed" in after
    assert f"Files only · until {words(day)}" in after
    assert f'value="{day.isoformat()}"' in html(sam.get(url(access)))


@pytest.mark.parametrize(
    ("scope", "until", "said"),
    [
        ("files-only", "2001-01-31", "Choose a day after today, or leave it empty."),
        ("files-only", "next spring", "Enter the day like 2027-04-30, or leave it empty."),
        ("files-only", "9999-12-31", "This is too far away."),
        ("all of it", "", "Choose what is open from the list."),
        ("", "", "Choose what is open."),
    ],
)
def test_bad_input_gets_a_sentence_and_is_kept(cast, access, scope, until, said):
    answer = change(browser_of(cast.olive), access, scope, until)
    assert answer.status_code == 422
    assert said in html(answer)
    assert until in html(answer)
    chosen = html(answer).partition('value="files-only"')[2].partition(">")[0]
    assert ("checked" in chosen) is (scope == "files-only")
    access.refresh_from_db()
    assert (access.scope, access.ends_at) == ("everything", None)


def test_who_was_removed_meanwhile_gets_the_reason(cast, access):
    Access.objects.filter(pk=access.pk).update(removed_at=clock.now())
    answer = change(browser_of(cast.olive), access, "files-only")
    assert answer.status_code == 422
    assert "Luis Acme has no access any more." in html(answer)


def test_it_is_a_dialog_for_htmx_and_offered_on_the_record_where_there_is_access(cast, access):
    olive = browser_of(cast.olive)
    assert html(olive.get(url(access), headers={"HX-Request": "true"})).startswith("<dialog")
    assert url(access) in html(olive.get(reverse("client", args=[cast.acme.pk])))
    Access.objects.filter(pk=access.pk).update(ends_at=clock.now())
    assert url(access) not in html(olive.get(reverse("client", args=[cast.acme.pk])))


def test_the_record_says_when_access_has_ended(cast, access, day):
    Access.objects.filter(pk=access.pk).update(ends_at=end_of(day, cast.firm))
    with time_machine.travel(clock.now() + timedelta(days=11)):
        page = html(browser_of(cast.olive).get(reverse("client", args=[cast.acme.pk])))
        assert f", ended {words(day)}" in page
        assert "until" not in page


def test_the_manager_leads_to_the_only_record_and_back(cast, access, day):
    olive = browser_of(cast.olive)
    row = html(olive.get(reverse("manager")))
    assert f"{reverse('user-access', args=[access.person_id])}?next=" in row
    way = reverse("user-access", args=[access.person_id]) + "?next=/clients/portals/%3Fshow%3Dinvited"
    answer = olive.get(way)
    assert answer["Location"] == url(access) + "?next=%2Fclients%2Fportals%2F%3Fshow%3Dinvited"
    answer = olive.post(
        url(access), {"scope": "no-billing", "until": day.isoformat(), "next": "/clients/portals/?show=invited"}
    )
    assert answer["Location"] == "/clients/portals/?show=invited"
    assert f"No billing · until {words(day)}" in html(olive.get(reverse("manager")))


def test_the_manager_lets_choose_between_several_records(cast, access):
    let_in(cast.olive, cast.beta, "luis@acme.example", "Luis Acme")
    change(browser_of(cast.olive), access, "files-only")
    page = html(browser_of(cast.olive).get(reverse("user-access", args=[access.person_id])))
    assert "Beta Farms" in page
    assert "Files only" in page
    assert "Everything, without an end" in page
    assert "Acme Bakery LLC: Files only" in html(browser_of(cast.olive).get(reverse("manager")))
    assert browser_of(cast.sam).get(reverse("user-access", args=[access.person_id])).status_code == 302


def test_the_export_carries_what_is_open_and_the_last_day(cast, access, day):
    olive = browser_of(cast.olive)
    change(olive, access, "files-only", day.isoformat())
    answer = olive.get(reverse("manager-export-csv"))
    head, row = csv.reader(StringIO(b"".join(answer.streaming_content).decode().lstrip("\ufeff")))
    assert head[-2:] == ["What is open", "Last day"]
    assert row[-2:] == ["Files only", day.isoformat()]


def test_the_sharing_window_says_who_gets_nothing_and_why(cast, access):
    change(browser_of(cast.olive), access, "billing-only")
    document = put(cast.owner, cast.acme, "Return.pdf")
    page = html(browser_of(cast.olive).get(reverse("files-share", args=[cast.acme.pk]), {"document": document.pk}))
    assert "Nothing is sent to Luis Acme: their access does not include files." in page
    assert "Already has access: Billing only." in page


def test_the_portal_shows_what_is_open_and_says_so_where_nothing_is(cast, access):
    share(cast.owner, cast.acme, [put(cast.owner, cast.acme, "Return.pdf")])
    user = browser_of_person(access)
    home = reverse("portal-client", args=[cast.acme.pk])
    assert "Return.pdf" in html(user.get(home))
    change(browser_of(cast.olive), access, "billing-only")
    page = html(user.get(home))
    assert "Return.pdf" not in page
    assert "/files/" not in page
    assert "Nothing of Acme Bakery LLC is open to you now." in page
    refused = user.get(reverse("portal-files", args=[cast.acme.pk]))
    assert refused.status_code == 403
    assert "Your access to this client record does not include Files." in html(refused)
    assert "ask Alder &amp; Pike" in html(refused)


def test_a_firm_without_files_says_nothing_of_scopes(cast, access):
    cast.firm.switched_on = []
    cast.firm.save()
    page = html(browser_of_person(access).get(reverse("portal-client", args=[cast.acme.pk])))
    assert "is open to you now" not in page
    assert "Nothing to do right now." in page


def test_a_narrowed_page_of_the_portal_costs_no_more_statements(cast, access):
    user = browser_of_person(access)
    home = reverse("portal-client", args=[cast.acme.pk])
    whole = count(user, home)
    change(browser_of(cast.olive), access, "no-billing")
    assert count(user, home) == whole


def browser_of_person(access):
    """The person's own browser, with a login of theirs."""
    user = User.objects.create_user(access.person.email, name=access.person.name)
    PortalUser.objects.filter(pk=access.person_id).update(user=user)
    return browser_of(user)
