import pytest

from latchstring.audit.models import Event
from latchstring.mail.models import Template
from tests.web.client_kit import browser_of
from tests.web.manager_kit import body, ids

URL = "/clients/portals/templates/save/"


def save(member, client=None, **posted):
    form = {"template_title": "Tax season", "message": "Hello {First name}", "personal": "on", **posted}
    return browser_of(member).post(URL, form | ({"selection": ids(client)} if client else {}))


def test_the_message_is_kept_under_its_name_and_the_window_goes_on(cast):
    answer = save(cast.olive, cast.acme)
    template = Template.objects.get()
    assert (template.name, template.body, template.author_name) == ("Tax season", "Hello {First name}", "Olive")
    text = body(answer)
    assert "Saved as the template “Tax season”." in text
    assert ">Hello {First name}</textarea>" in text
    assert f'value="{template.pk}"' in text
    assert Event.objects.filter(name="template.saved").count() == 1


def test_the_same_name_replaces(cast):
    save(cast.olive, cast.acme)
    save(cast.adam, cast.acme, message="Newer")
    assert Template.objects.get().body == "Newer"


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"template_title": ""}, "Enter a name for the template."),
        ({"message": ""}, "Write the message first, then save it."),
        ({"message": "Hi {Nickname}"}, "{Nickname} is not a field."),
    ],
)
def test_what_cannot_be_saved_says_why_and_keeps_what_was_typed(cast, posted, sentence):
    answer = save(cast.olive, cast.acme, **posted)
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert f">{posted.get('message', 'Hello {First name}')}</textarea>" in body(answer)
    assert Template.objects.count() == 0


def test_from_elsewhere_it_leads_back_there(cast):
    assert save(cast.sam, next="/clients/")["Location"] == "/clients/"
    assert Template.objects.count() == 1


def test_signed_out_other_firm_wrong_role_wrong_method(cast):
    assert save(None).status_code == 302
    assert save(cast.rita).status_code == 404
    assert save(cast.vic).status_code == 403
    assert browser_of(cast.olive).get(URL).status_code == 405
    assert Template.objects.count() == 0
