"""Merging and removing contacts, tags, the team, and all activity of a client."""

import re

import pytest
from django.urls import reverse

from latchstring.audit.models import Event
from latchstring.clients.models import Client, Contact
from latchstring.portals.models import Access
from tests.web.client_kit import ago, browser_of, count, let_in


def url(name, client, *more):
    return reverse(name, args=[client.pk, *more])


@pytest.fixture
def two(cast):
    return list(Contact.objects.filter(client=cast.acme))


def test_merging_asks_which_contact_then_which_values(cast, two):
    carla, luis = two
    olive, merge = browser_of(cast.olive), url("contact-merge", cast.acme, carla.pk)
    assert "Luis Acme, luis@acme.example" in olive.get(merge).content.decode()
    text = olive.get(merge, {"with": str(luis.pk)}).content.decode()
    assert "carla@acme.example" in text
    assert "luis@acme.example" in text
    posted = {"with": str(luis.pk), "name": "Luis Acme", "email": "carla@acme.example"}
    assert olive.post(merge, posted).status_code == 302
    [one] = Contact.objects.filter(client=cast.acme)
    assert (one.name, one.email) == ("Luis Acme", "carla@acme.example")
    assert "Also known: Carla Acme, luis@acme.example." in olive.get(url("client-notes", cast.acme)).content.decode()


def test_merging_says_whose_access_stays(cast, two):
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=1))
    text = (
        browser_of(cast.olive)
        .get(url("contact-merge", cast.acme, two[0].pk), {"with": str(two[1].pk)})
        .content.decode()
    )
    assert "Access to the Client Portal stays with luis@acme.example" in text
    [chosen] = re.findall(r'name="email" value="([^"]+)"[^>]*checked', text)
    assert chosen == "luis@acme.example"


def test_merging_with_a_stranger_or_with_other_values_changes_nothing(cast, two):
    olive, merge = browser_of(cast.olive), url("contact-merge", cast.acme, two[0].pk)
    bob = Contact.objects.get(client=cast.beta)
    assert olive.post(merge, {"with": str(bob.pk), "name": "Bob Beta"}).status_code == 422
    posted = {"with": str(two[1].pk), "name": "Carla Acme", "email": "evil@elsewhere.example"}
    assert olive.post(merge, posted).status_code == 422
    assert Contact.objects.count() == 4


def test_a_contact_is_removed_with_or_without_the_access(cast, two):
    access = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=1))
    olive = browser_of(cast.olive)
    remove = url("contact-remove", cast.acme, two[1].pk)
    assert "Also remove the access of luis@acme.example" in olive.get(remove).content.decode()
    olive.post(remove)
    assert Access.objects.get(pk=access.pk).removed_at is None
    let_in(cast.olive, cast.acme, "carla@acme.example", "Carla Acme", accepted_at=ago(days=1))
    olive.post(url("contact-remove", cast.acme, two[0].pk), {"access": "yes"})
    assert Access.objects.get(person__address="carla@acme.example").removed_at
    assert not Contact.objects.filter(client=cast.acme).exists()


def test_undo_brings_a_contact_back_and_the_access_that_went_along(cast, two):
    let_in(cast.olive, cast.acme, "carla@acme.example", "Carla Acme", accepted_at=ago(days=1))
    Access.objects.update(accepted_at=ago(days=1))
    olive, remove = browser_of(cast.olive), url("contact-remove", cast.acme, two[0].pk)
    page = olive.post(remove, {"access": "yes"}, follow=True).content.decode()
    [undo] = re.findall(r'action="([^"]+/restore/[^"]*)"', page)
    assert "Carla Acme removed" in page
    page = olive.post(undo, follow=True).content.decode()
    assert "Carla Acme is back" in page
    assert Contact.objects.filter(client=cast.acme, pk=two[0].pk).exists()
    assert not Access.objects.over().exists()


def test_undo_reaches_no_access_of_another_client(cast, two):
    theirs = let_in(cast.olive, cast.beta, "bob@beta.example", "Bob", removed_at=ago(days=1))
    olive = browser_of(cast.olive)
    olive.post(url("contact-remove", cast.acme, two[0].pk))
    undo = url("contact-restore", cast.acme, two[0].pk)
    assert olive.post(f"{undo}?access={theirs.pk}").status_code == 404
    assert not Contact.objects.filter(pk=two[0].pk).exists()
    assert olive.post(f"{undo}?access=x").status_code == 302


def test_tags_come_and_go_on_the_record(cast):
    olive, tags = browser_of(cast.olive), url("client-tags", cast.acme)
    olive.post(tags, {"add": "VIP, payroll"})
    assert set(cast.acme.tags.values_list("name", flat=True)) == {"VIP", "payroll"}
    assert "Undo" in olive.get(url("client", cast.acme)).content.decode()
    olive.post(tags, {"remove": "VIP"})
    assert set(cast.acme.tags.values_list("name", flat=True)) == {"payroll"}
    assert '<option value="VIP">' in olive.get(url("client", cast.acme)).content.decode()
    answer = olive.post(tags, {"add": " "})
    assert (answer.status_code, "Type the name of a tag." in answer.content.decode()) == (422, True)


def test_the_team_is_changed_and_who_leaves_it_goes_to_the_list(cast):
    olive, team = browser_of(cast.olive), url("client-team", cast.acme)
    olive.post(team, {"responsible": str(cast.adam.pk), "team": [str(cast.sam.pk)]})
    acme = Client.objects.get(pk=cast.acme.pk)
    assert acme.responsible == cast.adam
    assert set(acme.assignments.values_list("member_id", flat=True)) == {cast.adam.pk, cast.sam.pk}
    answer = browser_of(cast.sam).post(team, {"responsible": str(cast.adam.pk), "team": []})
    assert answer["Location"] == "/clients/"
    assert browser_of(cast.olive).post(team, {"responsible": str(cast.rita.pk)}).status_code == 422


def test_all_activity_is_paged_and_filtered(cast):
    for n in range(60):
        Event.objects.create(
            firm=cast.firm, name="note.added", actor_kind="staff", actor_name=f"N{n:02}", client_id=cast.acme.pk
        )
    Event.objects.create(
        firm=cast.firm, name="contact.removed", actor_kind="staff", actor_name="Zoe", client_id=cast.acme.pk
    )
    olive, history = browser_of(cast.olive), url("client-activity", cast.acme)
    first = olive.get(history)
    assert "Zoe" in first.content.decode()
    older = olive.get(history, {"before": str(first.context["older"])})
    assert "N00" in older.content.decode()
    assert "Zoe" not in older.content.decode()
    only = olive.get(history, {"kind": "contacts"}).content.decode()
    assert "Zoe" in only
    assert "N59" not in only
    assert "Nothing of this kind" in olive.get(history, {"kind": "files"}).content.decode()
    assert olive.get(history, {"kind": "x", "before": "y"}).status_code == 200


def test_the_activity_costs_the_same_however_long(cast):
    browser, history = browser_of(cast.olive), url("client-activity", cast.acme)
    Event.objects.create(firm=cast.firm, name="note.added", actor_kind="staff", client_id=cast.acme.pk)
    few = count(browser, history)
    Event.objects.bulk_create(
        Event(firm=cast.firm, name="note.added", actor_kind="staff", client_id=cast.acme.pk) for _ in range(300)
    )
    assert count(browser, history) == few


def test_view_as_client_is_offered_for_who_is_in(cast):
    access = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=1))
    waiting = let_in(cast.olive, cast.acme, "carla@acme.example", "Carla Acme")
    text = browser_of(cast.olive).get(url("client", cast.acme)).content.decode()
    assert (url("view-as", cast.acme, access.pk) in text, "View as client" in text) == (True, True)
    assert url("view-as", cast.acme, waiting.pk) not in text
    assert "View as client" not in browser_of(cast.vic).get(url("client", cast.acme)).content.decode()
