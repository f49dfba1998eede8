import re
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from latchstring.audit.models import Event
from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.actions.update_client import update_client
from latchstring.clients.models import Client, Contact
from latchstring.files.models import Document
from latchstring.kernel import clock
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import PortalUser
from tests.web.client_kit import ago, browser_of, came_back, count, let_in
from tests.web.file_kit import put, share_now

SHARED = "luis@acme.example"


def url(client):
    return reverse("client", args=[client.pk])


def page(member, client):
    return browser_of(member).get(url(client)).content.decode()


def portal(text):
    """The Client Portal section, as words."""
    part = text[text.index('id="client-portal"') : text.index('id="details-title"')]
    return " ".join(part.split())


def test_the_record_shows_details_contacts_and_team(cast):
    update_client(
        cast.owner, cast.acme, kind="S corporation", city="Portland", number="A-7", tags=["payroll"],
        responsible=cast.adam, team=[cast.sam.pk],
    )  # fmt: skip
    text = page(cast.olive, cast.acme)
    for words in ("Acme Bakery LLC", "S corporation", "Portland", "A-7", "payroll", "Carla Acme", "luis@acme.example"):
        assert words in text
    assert "Looked after by Adam and Sam." in text


def test_the_portal_section_says_that_nobody_can_see_it_yet(cast):
    text = portal(page(cast.olive, cast.acme))
    assert text.count("Not invited") == 2
    assert "The latchstring is in." in text
    assert 'id="portal-title">Client Portal</h2>' in text
    opens = reverse("portal-window", args=[cast.acme.pk])
    for member in (cast.olive, cast.sam):
        plus = f'action="{opens}"[^>]*>[^>]* aria-label="Send invite to the Client Portal"><svg[^>]*>[^>]*#i-plus"'
        assert re.search(plus, portal(page(member, cast.acme)))


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ({}, "Queued</span>, expires"),
        ({"sent_at": ago(days=1)}, "Sent</span>, expires"),
        ({"sent_at": ago(days=1), "delivered_at": ago(days=1)}, "Delivered</span>, expires"),
        ({"expires_at": ago(days=400)}, 'Expired</span> <time datetime="{day}'),
        ({"accepted_at": ago(days=2)}, "Accepted</span>, no login yet"),
        ({"removed_at": ago(days=400)}, 'Removed</span> <time datetime="{day}'),
    ],
)
def test_each_person_is_shown_with_a_status(cast, standing, words):
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", **standing)
    day = ago(days=400).astimezone(ZoneInfo(cast.firm.time_zone)).date()
    assert words.format(day=day) in portal(page(cast.olive, cast.acme))


def test_the_removed_are_folded_and_the_others_are_not(cast):
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", removed_at=ago(days=4))
    section = portal(page(cast.olive, cast.acme))
    shown, _, folded = section.partition('<details class="fold">')
    assert ("Carla Acme" in shown, "Luis Acme" in shown) == (True, False)
    assert ("Removed (1)" in folded, "Luis Acme" in folded, "Send invite" in folded) == (True, True, True)


def test_who_shares_an_address_is_invited_from_the_record(cast):
    let_in(cast.olive, cast.acme, SHARED, accepted_at=clock.now())
    wife = Contact.objects.create(
        firm=cast.firm, client=cast.acme, name="Lucia Acme", email=SHARED, address=SHARED, position=9
    )
    assert f'href="/clients/{cast.acme.pk}/contacts/{wife.pk}/beside/"' in portal(page(cast.olive, cast.acme))


def test_files_are_shared_from_beside_the_client_portal(cast):
    link = f'href="/clients/{cast.acme.pk}/files/share/?choose=1"'
    assert link in portal(page(cast.olive, cast.acme))
    assert link not in portal(page(cast.vic, cast.acme))
    deactivate(cast.owner, cast.acme)
    assert link not in portal(page(cast.olive, cast.acme))


def test_the_newest_files_stand_on_the_record_marked_for_whom(cast):
    assert "No files yet." in page(cast.olive, cast.acme)
    for number in range(4):
        put(cast.owner, cast.acme, f"Return {number}.pdf")
    share_now(Document.objects.get(name="Return 3.pdf"))
    text = page(cast.olive, cast.acme)
    card = text[text.index('id="files-title"') : text.index('id="notes-title"')]
    assert [f"Return {number}.pdf" in card for number in range(4)] == [False, True, True, True]
    assert (card.count("Firm only"), card.count("Client can see")) == (2, 1)
    few = count(browser_of(cast.olive), url(cast.acme))
    Document.objects.exclude(name="Return 0.pdf").update(deleted_at=clock.now())
    assert count(browser_of(cast.olive), url(cast.acme)) == few


def test_without_the_licence_the_record_has_no_files(cast):
    cast.firm.switched_on = []
    cast.firm.save()
    assert 'id="files-title"' not in page(cast.olive, cast.acme)


def test_accepted_shows_the_last_login(cast):
    access = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=3))
    PortalUser.objects.filter(pk=access.person_id).update(last_login_at=clock.now())
    text = portal(page(cast.olive, cast.acme))
    assert "Accepted</span>, last login <time" in text
    assert "Resend invite" in text


def test_an_address_that_came_back_is_shown_with_its_day(cast):
    came_back(cast.firm, "carla@acme.example", days=9)
    access = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme")
    PortalUser.objects.filter(pk=access.person_id).update(email_inactive_at=ago(days=9))
    day = ago(days=9).astimezone(ZoneInfo(cast.firm.time_zone)).date()
    assert portal(page(cast.olive, cast.acme)).count(f'Email inactive</span> since <time datetime="{day}') == 2


def test_the_name_opens_the_same_menu_as_the_button(cast):
    access = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme")
    text = portal(page(cast.olive, cast.acme))
    contact = Contact.objects.get(email="luis@acme.example")
    assert text.count(f'popovertarget="p-{contact.pk}"') == 2
    assert 'aria-label="Actions for Luis Acme"' in text
    for words in ("Resend invite", "Change email", "View activity", "Remove access"):
        assert re.search(rf'role="menuitem"><svg(?:(?!</svg>).)*</svg>{words}</', text), words
    assert reverse("access-remove", args=[cast.acme.pk, access.pk]) in text


def test_a_portal_user_who_is_no_contact_is_listed_too(cast):
    access = let_in(cast.olive, cast.acme, "ana@books.example", "Ana Reyes")
    text = portal(page(cast.olive, cast.acme))
    assert ("Actions for Ana Reyes" in text, f"/{access.person_id}/email/?next=" in text) == (True, True)


def test_somebody_removed_can_be_invited_again_but_not_resent(cast):
    access = let_in(cast.olive, cast.acme, "ana@books.example", "Ana Reyes")
    remove_access(cast.owner, access.person, client=cast.acme)
    text = portal(page(cast.olive, cast.acme))
    part = text[text.index("Actions for Ana Reyes") :]
    assert "Send invite" in part
    assert "Remove access" not in part
    assert "Resend invite" not in part


def test_two_contacts_with_one_address_are_told_apart(cast):
    Contact.objects.create(
        firm=cast.firm,
        client=cast.acme,
        name="Leila",
        email="luis@acme.example",
        address="luis@acme.example",
        position=5,
    )
    let_in(cast.olive, cast.acme, SHARED, "Leila")
    rows = {person.name: person for person in browser_of(cast.olive).get(url(cast.acme)).context["people"]}
    assert rows["Leila"].is_in
    assert not rows["Luis Acme"].is_in
    assert rows["Luis Acme"].shares_with == "Leila"


def test_history_is_told_newest_first(cast):
    update_client(cast.owner, cast.acme, city="Portland")
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme")
    text = page(cast.olive, cast.acme)
    assert text.index("<b>Olive</b> invited <b>Luis Acme</b>.") < text.index("changed the client’s details")


def test_history_of_another_client_is_not_told(cast):
    let_in(cast.olive, cast.beta, "bob@beta.example", "Bob Beta")
    assert "Bob Beta" not in page(cast.olive, cast.acme)


def test_an_inactive_client_says_so_and_offers_no_invite(cast):
    deactivate(cast.owner, cast.acme)
    text = page(cast.olive, cast.acme)
    assert "Nobody can open its Client Portal until this client is restored." in text
    assert "Send invite to the Client Portal" not in text
    assert reverse("client-restore", args=[cast.acme.pk]) in text


def test_a_viewer_sees_the_record_and_no_way_to_change_it(cast):
    text = page(cast.vic, cast.acme)
    assert "Carla Acme" in text
    for words in ("Edit client", "Send invite", "Actions for", "Change email"):
        assert words not in text


def test_scoped_staff_find_their_client_and_no_other(cast):
    assert browser_of(cast.sam).get(url(cast.acme)).status_code == 200
    assert browser_of(cast.sam).get(url(cast.beta)).status_code == 404


def test_another_firms_client_is_not_there(cast):
    assert browser_of(cast.olive).get(url(cast.rival_client)).status_code == 404
    assert browser_of(cast.rita).get(url(cast.acme)).status_code == 404


def test_nobody_is_sent_to_log_in(cast):
    assert browser_of(None).get(url(cast.acme))["Location"].startswith("/login/")


def test_posting_is_the_wrong_method(cast):
    assert browser_of(cast.olive).post(url(cast.acme)).status_code == 405


def test_the_record_costs_the_same_for_two_people_and_for_two_hundred(cast):
    browser = browser_of(cast.olive)
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme")
    few = count(browser, url(cast.acme))
    Contact.objects.bulk_create(
        Contact(firm=cast.firm, client=cast.acme, name=f"C {n}", email=f"c{n}@x.example", address=f"c{n}@x.example")
        for n in range(200)
    )
    for n in range(30):
        let_in(cast.olive, cast.acme, f"p{n}@y.example", f"P {n}")
    assert count(browser, url(cast.acme)) == few


def test_the_record_costs_the_same_after_a_thousand_events(cast):
    browser = browser_of(cast.olive)
    update_client(cast.owner, cast.acme, city="Portland")
    few = count(browser, url(cast.acme))
    Event.objects.bulk_create(
        Event(firm=cast.firm, name="client.changed", actor_kind="staff", actor_name="Olive", client_id=cast.acme.pk)
        for _ in range(1000)
    )
    assert count(browser, url(cast.acme)) == few


def test_looking_changes_nothing(cast):
    before = Event.objects.count(), Client.objects.get(pk=cast.acme.pk).portal_people
    page(cast.olive, cast.acme)
    assert (Event.objects.count(), Client.objects.get(pk=cast.acme.pk).portal_people) == before
