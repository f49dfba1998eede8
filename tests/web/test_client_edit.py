import pytest
from django.urls import reverse

from latchstring.audit.models import Event
from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.models import Assignment, Client
from latchstring.portals.models import Access
from tests.web.client_kit import ago, browser_of, let_in

NEW = "/clients/new/"


def edit(client):
    return reverse("client-edit", args=[client.pk])


def test_a_new_client_is_written_and_shown(cast):
    answer = browser_of(cast.olive).post(
        NEW,
        {"name": "Gamma Trust", "kind": "Trust", "responsible": str(cast.adam.pk), "tags": "payroll, 1040"},
        follow=True,
    )
    gamma = Client.objects.get(name="Gamma Trust")
    assert answer.request["PATH_INFO"] == reverse("client", args=[gamma.pk])
    assert "Gamma Trust added" in answer.content.decode()
    assert gamma.responsible == cast.adam
    assert sorted(gamma.tags.values_list("name", flat=True)) == ["1040", "payroll"]
    assert Event.objects.filter(name="client.created", client_id=gamma.pk).count() == 1


def test_what_scoped_staff_add_is_theirs_to_see(cast):
    browser_of(cast.sam).post(NEW, {"name": "Gamma Trust"})
    gamma = Client.objects.get(name="Gamma Trust")
    assert browser_of(cast.sam).get(reverse("client", args=[gamma.pk])).status_code == 200


def test_a_client_without_a_name_is_refused_and_the_rest_is_kept(cast):
    answer = browser_of(cast.olive).post(NEW, {"name": " ", "city": "Portland", "tags": "payroll"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Enter a name." in text
    assert 'value="Portland"' in text
    assert 'value="payroll"' in text


def test_a_number_that_is_taken_is_refused_with_its_owner(cast):
    browser = browser_of(cast.olive)
    browser.post(NEW, {"name": "Gamma Trust", "number": "7"})
    answer = browser.post(NEW, {"name": "Delta LLC", "number": "7"})
    assert answer.status_code == 422
    assert "Gamma Trust already has the client number 7." in answer.content.decode()
    assert 'value="Delta LLC"' in answer.content.decode()
    assert not Client.objects.filter(name="Delta LLC").exists()


def test_a_tag_that_is_too_long_is_refused(cast):
    answer = browser_of(cast.olive).post(NEW, {"name": "Gamma", "tags": "x" * 61})
    assert answer.status_code == 422
    assert "60 characters" in answer.content.decode()


def test_edit_shows_what_is_there_and_saves_what_is_typed(cast):
    browser = browser_of(cast.olive)
    assert 'value="Acme Bakery LLC"' in browser.get(edit(cast.acme)).content.decode()
    answer = browser.post(edit(cast.acme), {"name": "Acme Bread LLC", "city": "Portland", "team": [cast.sam.pk]})
    assert answer["Location"] == reverse("client", args=[cast.acme.pk])
    cast.acme.refresh_from_db()
    assert (cast.acme.name, cast.acme.city) == ("Acme Bread LLC", "Portland")


def test_the_team_is_exactly_who_was_ticked(cast):
    browser_of(cast.olive).post(edit(cast.acme), {"name": "Acme", "team": [str(cast.adam.pk)]})
    assert list(Assignment.objects.filter(client=cast.acme).values_list("member_id", flat=True)) == [cast.adam.pk]


def test_a_member_of_another_firm_cannot_be_chosen(cast):
    answer = browser_of(cast.olive).post(edit(cast.acme), {"name": "Acme", "responsible": str(cast.rita.pk)})
    assert answer.status_code == 422
    cast.acme.refresh_from_db()
    assert cast.acme.responsible is None


def test_fields_that_nobody_may_type_are_ignored(cast):
    browser_of(cast.olive).post(
        edit(cast.acme),
        {
            "name": "Acme",
            "firm": str(cast.rival.pk),
            "portal_people": "9",
            "inactive_at": "2026-01-01",
            "sort_name": "zz",
        },
    )
    cast.acme.refresh_from_db()
    assert cast.acme.firm == cast.firm
    assert cast.acme.portal_people == 0
    assert cast.acme.inactive_at is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_scoped_staff_can_edit_their_client_only(cast, method):
    browser = browser_of(cast.sam)
    assert getattr(browser, method)(edit(cast.acme)).status_code in {200, 422}
    assert getattr(browser, method)(edit(cast.beta)).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["client-edit", "client-restore", "client-archive"])
def test_a_viewer_is_refused_and_told_what_is_missing(cast, name, method):
    answer = getattr(browser_of(cast.vic), method)(reverse(name, args=[cast.acme.pk]))
    assert answer.status_code == 403
    assert "edit clients" in answer.content.decode()
    cast.acme.refresh_from_db()
    assert cast.acme.inactive_at is None


def test_a_viewer_cannot_add(cast):
    assert browser_of(cast.vic).get(NEW).status_code == 403
    assert browser_of(cast.vic).post(NEW, {"name": "Gamma"}).status_code == 403


@pytest.mark.parametrize("name", ["client-edit", "client-restore", "client-archive"])
def test_another_firms_client_is_not_there(cast, name):
    for method in ("get", "post"):
        assert getattr(browser_of(cast.olive), method)(reverse(name, args=[cast.rival_client.pk])).status_code == 404


@pytest.mark.parametrize("name", ["client-edit", "client-restore", "client-archive"])
def test_nobody_is_sent_to_log_in_and_other_methods_are_wrong(cast, name):
    url = reverse(name, args=[cast.acme.pk])
    assert browser_of(None).post(url)["Location"].startswith("/login/")
    assert browser_of(cast.olive).delete(url).status_code == 405


def test_archiving_asks_first_and_names_what_happens(cast):
    url = reverse("client-archive", args=[cast.acme.pk])
    text = browser_of(cast.olive).get(url).content.decode()
    assert "Archive Acme Bakery LLC?" in text
    assert "Its people can’t open the Client Portal of Acme Bakery LLC" in text
    cast.acme.refresh_from_db()
    assert cast.acme.inactive_at is None


def test_archiving_closes_the_portal_and_restoring_brings_back_what_was_there(cast):
    access = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=1))
    browser = browser_of(cast.olive)
    browser.post(reverse("client-archive", args=[cast.acme.pk]))
    cast.acme.refresh_from_db()
    assert cast.acme.inactive_at
    text = browser.get(reverse("client-restore", args=[cast.acme.pk])).content.decode()
    assert "Everyone who had access to Acme Bakery LLC can open it again" in text
    browser.post(reverse("client-restore", args=[cast.acme.pk]))
    cast.acme.refresh_from_db()
    assert cast.acme.inactive_at is None
    assert Access.objects.get(pk=access.pk).removed_at is None


def test_restoring_twice_is_once(cast):
    deactivate(cast.owner, cast.acme)
    browser = browser_of(cast.olive)
    for _ in range(2):
        assert browser.post(reverse("client-restore", args=[cast.acme.pk])).status_code == 302
    assert Event.objects.filter(name="client.activated").count() == 1


def test_the_question_is_a_dialog_for_htmx(cast):
    url = reverse("client-archive", args=[cast.acme.pk])
    answer = browser_of(cast.olive).get(url, headers={"HX-Request": "true"}).content.decode()
    assert answer.lstrip().startswith("<dialog")
    assert "<html" not in answer
