"""Adding another person in the Client Portal window, and an address where there is none."""

import pytest

from latchstring.clients.models import Client, Contact
from latchstring.mail.models import Message
from latchstring.portals.models import PortalUser
from tests.web.client_kit import browser_of, came_back
from tests.web.window_kit import key, text_of, url


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


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
    assert olive.post(url(cast.acme), {"add": "1", "new_email": "bo@books.example"}).status_code == 200
    assert not Message.objects.exists()


def test_somebody_added_gets_an_invite_under_their_name(cast, olive):
    olive.post(url(cast.acme), {"added": "ana@books.example", "added_name": "Ana Reyes", "to": "ana@books.example"})
    assert PortalUser.objects.get().name == "Ana Reyes"


def test_somebody_added_and_then_unticked_gets_nothing(cast, olive):
    olive.post(url(cast.acme), {"added": "ana@books.example", "added_name": "Ana", "to": [key("luis@acme.example")]})
    assert list(PortalUser.objects.values_list("email", flat=True)) == ["luis@acme.example"]


def test_somebody_added_who_is_in_the_list_by_now_is_meant_by_their_line(cast, olive):
    added = "LUIS@Acme.example"
    olive.post(url(cast.acme), {"added": added, "added_name": "Lou", "to": added})
    person = PortalUser.objects.get()
    assert (person.email, person.name) == ("luis@acme.example", "Luis Acme")


def test_a_new_person_who_was_typed_but_not_added_counts(cast, olive):
    olive.post(url(cast.acme), {"new_email": "ana@books.example", "new_name": "Ana Reyes"})
    person = PortalUser.objects.get()
    assert (person.email, person.name) == ("ana@books.example", "Ana Reyes")


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

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("", "Enter an email address, or untick the box."),
            ("mona", "Enter an email address like name@example.com."),
            ("mona@acme", "The part after @ needs a dot"),
        ],
    )
    def test_a_wrong_address_is_refused_and_kept_and_not_stored(self, cast, olive, mona, typed, words):
        answer = olive.post(url(cast.acme), {"to": [str(mona.pk)], f"email-{mona.pk}": typed})
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert f'value="{typed}"' in text_of(answer)
        mona.refresh_from_db()
        assert mona.email == ""

    def test_an_address_for_somebody_unticked_is_not_lost_in_silence(self, cast, olive, mona):
        answer = olive.post(url(cast.acme), {"to": [key("luis@acme.example")], f"email-{mona.pk}": "mona@acme.example"})
        assert answer.status_code == 422
        assert "Tick the box to send to this address, or clear it." in text_of(answer)
