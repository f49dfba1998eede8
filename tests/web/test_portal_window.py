import pytest
from django.urls import reverse

from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.models import Client, Contact
from latchstring.mail.models import Message, Template
from latchstring.portals.models import Access, Invite, PortalUser
from tests.web.client_kit import ago, browser_of, came_back, count, let_in


def url(client):
    return reverse("portal-window", args=[client.pk])


def text_of(answer):
    return " ".join(answer.content.decode().split())


def key(email):
    return str(Contact.objects.get(email=email).pk)


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
    assert " checked" not in text


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


def test_add_puts_the_new_person_in_the_list_ticked_and_sends_nothing(cast, olive):
    answer = olive.post(
        url(cast.acme), {"add": "1", "new_email": "ana@books.example", "new_name": "Ana Reyes", "message": "Typed"}
    )
    assert answer.status_code == 200
    text = text_of(answer)
    assert 'name="added" value="ana@books.example"' in text
    assert 'name="to" value="ana@books.example" checked' in text
    assert 'name="new_email" value=""' in text
    assert "Typed</textarea>" in text
    assert not Message.objects.exists()


def test_somebody_added_gets_an_invite_under_their_name(cast, olive):
    olive.post(url(cast.acme), {"added": "ana@books.example", "added_name": "Ana Reyes", "to": "ana@books.example"})
    assert PortalUser.objects.get().name == "Ana Reyes"


def test_somebody_added_and_then_unticked_gets_nothing(cast, olive):
    olive.post(url(cast.acme), {"added": "ana@books.example", "added_name": "Ana", "to": [key("luis@acme.example")]})
    assert list(PortalUser.objects.values_list("email", flat=True)) == ["luis@acme.example"]


def test_a_new_person_who_was_typed_but_not_added_counts(cast, olive):
    olive.post(url(cast.acme), {"new_email": "ana@books.example", "new_name": "Ana Reyes"})
    assert PortalUser.objects.get().email == "ana@books.example"


@pytest.mark.parametrize("step", [{"add": "1"}, {}])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ana@", "The part after @"),
        ("ana", "Enter an email address like name@example.com."),
        ("a@b.example, c@d.example", "Enter one email address"),
        ("luis@acme.example", "Luis Acme already has this address."),
        ("LUIS@Acme.example", "Luis Acme already has this address."),
    ],
)
def test_a_new_person_with_a_wrong_address_is_refused_and_kept(cast, olive, typed, sentence, step):
    answer = olive.post(
        url(cast.acme), {"new_email": typed, "new_name": "Ana", "to": [key("carla@acme.example")], **step}
    )
    assert answer.status_code == 422
    text = text_of(answer)
    assert sentence in text
    assert f'name="new_email" value="{typed}"' in text
    assert f'value="{key("carla@acme.example")}" checked' in text
    assert not Message.objects.exists()


def test_a_new_person_whose_email_came_back_is_refused(cast, olive):
    came_back(cast.firm, "ana@books.example", days=2)
    answer = olive.post(url(cast.acme), {"add": "1", "new_email": "ana@books.example"})
    assert answer.status_code == 422
    assert "Email to this address came back." in text_of(answer)


def test_add_without_an_address_asks_for_one(cast, olive):
    answer = olive.post(url(cast.acme), {"add": "1"})
    assert answer.status_code == 422
    assert "Enter the email of the new person." in text_of(answer)


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


class TestContactWithoutAnEmail:
    @pytest.fixture
    def mona(self, cast):
        return Contact.objects.create(firm=cast.firm, client=cast.acme, name="Mona", first_name="Mona", position=9)

    def test_the_window_asks_for_the_address(self, cast, olive, mona):
        text = text_of(olive.get(url(cast.acme)))
        assert f'name="email-{mona.pk}"' in text
        assert "Email for Mona" in text

    def test_the_address_is_stored_on_the_contact_and_counted(self, cast, olive, mona):
        before = Client.objects.get(pk=cast.acme.pk).reachable_contacts
        olive.post(url(cast.acme), {"to": [str(mona.pk)], f"email-{mona.pk}": "Mona@Acme.example"})
        mona.refresh_from_db()
        assert (mona.email, mona.address) == ("Mona@Acme.example", "mona@acme.example")
        assert PortalUser.objects.get().name == "Mona"
        assert Client.objects.get(pk=cast.acme.pk).reachable_contacts == before + 1

    @pytest.mark.parametrize("typed", ["", "mona", "mona@acme"])
    def test_a_wrong_address_is_refused_and_kept_and_not_stored(self, cast, olive, mona, typed):
        answer = olive.post(url(cast.acme), {"to": [str(mona.pk)], f"email-{mona.pk}": typed})
        assert answer.status_code == 422
        assert f'value="{typed}"' in text_of(answer)
        mona.refresh_from_db()
        assert mona.email == ""

    def test_an_address_for_somebody_unticked_is_not_lost_in_silence(self, cast, olive, mona):
        answer = olive.post(url(cast.acme), {"to": [key("luis@acme.example")], f"email-{mona.pk}": "mona@acme.example"})
        assert answer.status_code == 422
        assert "Tick the box to send to this address, or clear it." in text_of(answer)


def test_an_inactive_address_cannot_be_ticked_and_the_fix_is_beside_it(cast, olive):
    came_back(cast.firm, "luis@acme.example", days=9)
    text = text_of(olive.get(url(cast.acme)))
    luis = key("luis@acme.example")
    assert f'id="to-{luis}" disabled aria-describedby="why-{luis}"' in text
    assert "Email inactive since <time" in text
    assert reverse("contact-email", args=[cast.acme.pk, luis]) in text


@pytest.mark.parametrize("other", [[], ["carla@acme.example"]])
def test_posting_an_inactive_address_anyway_is_refused(cast, olive, other):
    came_back(cast.firm, "luis@acme.example", days=9)
    answer = olive.post(url(cast.acme), {"to": [key(email) for email in ("luis@acme.example", *other)]})
    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_somebody_who_has_access_is_not_asked_again(cast, olive):
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=1))
    text = text_of(olive.get(url(cast.acme)))
    assert f'id="to-{key("luis@acme.example")}" disabled' in text
    assert "Already has access." in text


def test_ticking_somebody_pending_sends_a_new_link(cast, olive):
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme")
    answer = olive.post(url(cast.acme), {"to": [key("luis@acme.example")]}, follow=True)
    assert "Invite sent to Luis Acme" in text_of(answer)
    assert Invite.objects.filter(superseded_at=None).count() == 1
    assert Invite.objects.count() == 2


def test_keys_that_are_not_in_the_list_invite_nobody(cast, olive):
    bob = key("bob@beta.example")
    answer = olive.post(url(cast.acme), {"to": [bob, "x", "mallory@evil.example"]})
    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_the_address_of_the_window_may_name_who_is_ticked(cast, olive):
    luis = key("luis@acme.example")
    text = text_of(olive.get(url(cast.acme), {"to": luis}))
    assert f'value="{luis}" checked' in text
    assert text.count(" checked") == 1


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


def test_over_the_daily_cap_nothing_goes_out_and_the_reason_is_said(cast, olive):
    type(cast.firm).objects.filter(pk=cast.firm.pk).update(invites_a_day=0)
    answer = olive.post(url(cast.acme), {"to": [key("luis@acme.example")], "personal": "on", "message": "Kept"})
    assert answer.status_code == 422
    assert "Luis Acme can’t get another invite today." in text_of(answer)
    assert "Kept</textarea>" in text_of(answer)
    assert not Message.objects.exists()


def test_an_inactive_client_is_refused_with_a_sentence(cast, olive):
    deactivate(cast.owner, cast.acme)
    assert "This client is inactive." in text_of(olive.get(url(cast.acme)))
    answer = olive.post(url(cast.acme), {"to": [key("luis@acme.example")]})
    assert answer.status_code == 422
    assert "This client is inactive." in text_of(answer)
    assert not Message.objects.exists()


def test_pressing_send_twice_does_not_make_two_people(cast, olive):
    for _ in range(2):
        olive.post(url(cast.acme), {"to": [key("luis@acme.example")]})
    assert PortalUser.objects.count() == 1
    assert Access.objects.count() == 1


@pytest.mark.parametrize("who", ["olive", "adam", "sam"])
def test_any_team_member_with_access_to_the_client_may_send(cast, who):
    browser = browser_of(getattr(cast, who))
    assert browser.get(url(cast.acme)).status_code == 200
    assert browser.post(url(cast.acme), {"to": [key("luis@acme.example")]}).status_code == 302
    assert Invite.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
class TestDoors:
    def test_a_viewer_is_refused_and_told_what_is_missing(self, cast, method):
        answer = getattr(browser_of(cast.vic), method)(url(cast.acme), {"to": [key("luis@acme.example")]})
        assert answer.status_code == 403
        assert "send invites" in text_of(answer)
        assert not Message.objects.exists()

    def test_scoped_staff_find_no_window_of_others(self, cast, method):
        assert getattr(browser_of(cast.sam), method)(url(cast.beta)).status_code == 404

    def test_another_firms_client_is_not_there(self, cast, method):
        assert getattr(browser_of(cast.olive), method)(url(cast.rival_client)).status_code == 404
        assert getattr(browser_of(cast.rita), method)(url(cast.acme)).status_code == 404

    def test_nobody_is_sent_to_log_in(self, cast, method):
        assert getattr(browser_of(None), method)(url(cast.acme))["Location"].startswith("/login/")


def test_other_methods_are_wrong(cast, olive):
    assert olive.put(url(cast.acme)).status_code == 405


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
