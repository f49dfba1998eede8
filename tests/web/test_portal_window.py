"""The Client Portal window on the record: who is listed, who gets an invite, what the message says."""

import re

import pytest
from django.urls import reverse

from latchstring.clients.models import Contact
from latchstring.mail.models import Message, Template
from latchstring.portals.models import Access, Invite, PortalUser
from tests.web.client_kit import ago, browser_of, count, let_in
from tests.web.window_kit import key, text_of, url


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


def test_the_window_lists_a_checkbox_with_each_contacts_email_and_nobody_is_ticked(cast, olive):
    text = text_of(olive.get(url(cast.acme)))
    for email in ("carla@acme.example", "luis@acme.example"):
        assert f'name="to" value="{key(email)}">' in text
        assert email in text
    for words in ("Client Portal", "Add another person", "Include a personalized message", "Templates", "Send"):
        assert words in text
    assert 'name="to"' in text
    assert not re.search(r'name="to"[^>]* checked', text)


def test_sending_invites_who_was_ticked_and_nobody_else(cast, olive):
    answer = olive.post(url(cast.acme), {"to": [key("luis@acme.example")], "message": ""}, follow=True)
    assert answer.request["PATH_INFO"] == reverse("client", args=[cast.acme.pk])
    assert "Invite sent to Luis Acme" in text_of(answer)
    assert list(Access.objects.values_list("person__email", flat=True)) == ["luis@acme.example"]
    assert Message.objects.get().to_address == "luis@acme.example"


def test_the_toast_leads_to_the_persons_activity(cast, olive):
    answer = olive.post(url(cast.acme), {"to": [key("luis@acme.example")]}, follow=True)
    person = PortalUser.objects.get()
    text = text_of(answer)
    toast = text[text.index('class="toast"') :]
    assert reverse("user-activity", args=[person.pk]) in toast
    assert "View activity" in toast


def test_the_toast_names_everybody(cast, olive):
    answer = olive.post(url(cast.acme), {"to": [key("luis@acme.example"), key("carla@acme.example")]}, follow=True)
    assert "Invite sent to Carla Acme and Luis Acme" in text_of(answer)


def test_the_message_goes_along_only_while_its_switch_is_on(cast, olive):
    olive.post(url(cast.acme), {"to": [key("luis@acme.example")], "personal": "on", "message": "Hello {First name}"})
    olive.post(url(cast.beta), {"to": [key("bob@beta.example")], "message": "Not this"})
    assert list(Invite.objects.order_by("id").values_list("note", flat=True)) == ["Hello {First name}", ""]


def test_braces_that_are_no_field_are_named_and_everything_typed_is_kept(cast, olive):
    answer = olive.post(
        url(cast.acme),
        {"to": [key("luis@acme.example")], "personal": "on", "message": "Dear {Frist name}", "new_email": ""},
    )
    assert answer.status_code == 422
    text = text_of(answer)
    assert "{Frist name} is not a field." in text
    assert "Dear {Frist name}</textarea>" in text
    assert f'value="{key("luis@acme.example")}" checked' in text
    assert not Invite.objects.exists()


def test_nobody_ticked_is_a_sentence_and_the_message_is_kept(cast, olive):
    answer = olive.post(url(cast.acme), {"personal": "on", "message": "Hello there"})
    assert answer.status_code == 422
    assert "Tick at least one person, or add another person." in text_of(answer)
    assert "Hello there</textarea>" in text_of(answer)


def test_a_template_fills_the_message_and_loses_nothing(cast, olive):
    template = Template.objects.create(firm=cast.firm, kind="invite", name="Welcome", body="Hello {First name},")
    answer = olive.post(
        url(cast.acme),
        {"template": str(template.pk), "to": [key("luis@acme.example")], "new_email": "ana@books.example"},
    )
    text = text_of(answer)
    assert "Hello {First name},</textarea>" in text
    assert 'aria-controls="note-field" checked' in text
    assert f'value="{key("luis@acme.example")}" checked' in text
    assert 'name="new_email" value="ana@books.example"' in text
    assert not Message.objects.exists()


def test_templates_of_others_are_not_offered(cast, olive):
    for firm, owner, name in (
        (cast.firm, None, "For all"),
        (cast.firm, cast.olive.pk, "Olives own"),
        (cast.firm, cast.adam.pk, "Adams own"),
        (cast.rival, None, "Rivals"),
    ):
        Template.objects.create(firm=firm, owner_id=owner, kind="invite", name=name, body="x")
    text = text_of(olive.get(url(cast.acme)))
    assert "For all" in text
    assert "Olives own" in text
    assert "Adams own" not in text
    assert "Rivals" not in text


def test_ticking_somebody_pending_sends_a_new_link(cast, olive):
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme")
    answer = olive.post(url(cast.acme), {"to": [key("luis@acme.example")]}, follow=True)
    assert "Invite sent to Luis Acme" in text_of(answer)
    assert Invite.objects.filter(superseded_at=None).count() == 1
    assert Invite.objects.count() == 2


def test_the_address_of_the_window_may_name_who_is_ticked(cast, olive):
    luis = key("luis@acme.example")
    text = text_of(olive.get(url(cast.acme), {"to": luis}))
    assert f'value="{luis}" checked' in text
    assert len(re.findall(r'name="to"[^>]* checked', text)) == 1


def test_somebody_who_came_in_for_another_client_is_let_in_at_once(cast, olive):
    let_in(cast.olive, cast.beta, "bob@beta.example", "Bob Beta", accepted_at=ago(days=1))
    answer = olive.post(url(cast.acme), {"new_email": "bob@beta.example", "new_name": "Bob Beta"}, follow=True)
    assert "Access given to Bob Beta" in text_of(answer)
    assert Access.objects.get(client=cast.acme).accepted_at


def test_two_people_with_one_mailbox_get_one_invite_and_the_toast_says_so(cast, olive):
    same = {"email": "luis@acme.example", "address": "luis@acme.example"}
    leila = Contact.objects.create(firm=cast.firm, client=cast.acme, name="Leila", position=7, **same)
    luis = Contact.objects.get(name="Luis Acme")
    answer = olive.post(url(cast.acme), {"to": [str(luis.pk), str(leila.pk)]}, follow=True)
    assert "Invite sent to Luis Acme. Leila shares an address with somebody who got the invite." in text_of(answer)
    assert Message.objects.count() == 1


def test_pressing_send_twice_does_not_make_two_people(cast, olive):
    for _ in range(2):
        olive.post(url(cast.acme), {"to": [key("luis@acme.example")]})
    assert PortalUser.objects.count() == 1
    assert Access.objects.count() == 1


def test_htmx_gets_a_dialog_and_after_send_a_place_to_go(cast, olive):
    htmx = {"HX-Request": "true"}
    assert text_of(olive.get(url(cast.acme), headers=htmx)).startswith("<dialog")
    refused = olive.post(url(cast.acme), {}, headers=htmx)
    assert refused.status_code == 422
    assert text_of(refused).startswith("<dialog")
    sent = olive.post(url(cast.acme), {"to": [key("luis@acme.example")]}, headers=htmx)
    assert sent.headers["HX-Redirect"] == reverse("client", args=[cast.acme.pk])


def test_the_window_costs_the_same_for_two_people_and_for_two_hundred(cast, olive):
    few = count(olive, url(cast.acme))
    Contact.objects.bulk_create(
        Contact(firm=cast.firm, client=cast.acme, name=f"C {n}", email=f"c{n}@x.example", address=f"c{n}@x.example")
        for n in range(200)
    )
    assert count(olive, url(cast.acme)) == few
