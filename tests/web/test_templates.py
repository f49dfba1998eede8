"""Templates: whose they are, what they may hold, how they are tried out, and where they are used."""

import pytest

from latchstring.accounts.actions.send_code import send_code
from latchstring.audit.models import Event
from latchstring.mail.models import Message, Template
from tests.portals.people import accepted
from tests.web.client_kit import browser_of
from tests.web.manager_kit import body

PAGE = "/templates/"


def typed(**fields):
    return {"name": "Tax season", "body": "Hello {First name}", "whose": "firm"} | fields


def make(member, kind="invite", **fields):
    answer = browser_of(member).post(f"{PAGE}new/?kind={kind}", typed(**fields))
    assert answer.status_code == 302, body(answer)
    return Template.objects.latest("pk")


def test_a_template_is_made_changed_copied_and_deleted(cast):
    template = make(cast.olive)
    olive, page = browser_of(cast.olive), f"{PAGE}{template.pk}/"
    assert "Hello {First name}" in body(olive.get(page))
    olive.post(page, typed(name="Spring", body="Dear {First name}"))
    olive.post(f"{page}duplicate/")
    assert set(Template.objects.values_list("name", "body")) == {
        ("Spring", "Dear {First name}"),
        ("Spring, copy 1", "Dear {First name}"),
    }
    assert "Delete “Spring”?" in body(olive.get(f"{page}delete/"))
    olive.post(f"{page}delete/")
    assert Template.objects.get().name == "Spring, copy 1"
    assert Event.objects.filter(name="template.deleted").count() == 1
    assert "Spring, copy 1" in body(olive.get(PAGE))


def test_ones_own_are_nobody_elses(cast):
    template = make(cast.sam, whose="mine")
    assert template.owner_id == cast.sam.pk
    for member, status in ((cast.sam, 200), (cast.olive, 404), (cast.rita, 404), (cast.vic, 404)):
        assert browser_of(member).get(f"{PAGE}{template.pk}/").status_code == status
    assert "Tax season" not in body(browser_of(cast.olive).get(PAGE))
    assert "Tax season" in body(browser_of(cast.sam).get(f"/clients/{cast.acme.pk}/portal/"))
    assert browser_of(cast.vic).get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("invite", "{{ settings.SECRET_KEY }}", "{ settings.SECRET_KEY } is not a field. Use {First name}"),
        ("invite", "{First name.__class__}", "is not a field"),
        ("invite", "{% load static %}", "is not a field"),
        ("login-code", "Hello {First name}", "{First name} is not a field. Use {Firm name}."),
        ("invite", "x" * 5001, "longer than 5,000 characters"),
        ("invite", "{", "There is a single brace"),
    ],
)
def test_what_is_no_field_is_refused_with_a_sentence_and_kept(cast, kind, text, sentence):
    answer = browser_of(cast.olive).post(f"{PAGE}new/?kind={kind}", typed(body=text))
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert ">Save template<" in body(answer)
    assert answer.context["form"]["body"].value() == text
    assert not Template.objects.exists()


def test_two_of_one_name_are_refused_when_one_is_renamed(cast):
    make(cast.olive)
    other = make(cast.olive, name="Autumn")
    answer = browser_of(cast.olive).post(f"{PAGE}{other.pk}/", typed())
    assert "There is a template “Tax season” already." in body(answer)


@pytest.mark.parametrize("kind", ["invite", "reminder", "file-shared", "access-added", "way-back", "login-code"])
def test_the_preview_is_the_email_for_a_real_client_with_nothing_run(cast, kind):
    cast.acme.contacts.update(name="<b>Carla</b>", first_name="<b>Carla</b>")
    form = typed(kind=kind, body="Hello from {Firm name} <script>", client=cast.acme.pk)
    answer = browser_of(cast.sam).post(f"{PAGE}preview/", form)
    letter = answer.context["letter"]
    assert "Hello from Alder &amp; Pike &lt;script&gt;" in letter.html
    assert "<b>Carla" not in letter.html
    assert not Message.objects.exists()
    hidden = browser_of(cast.sam).post(f"{PAGE}preview/", form | {"client": cast.beta.pk})
    assert hidden.status_code == 422


def test_a_test_goes_to_oneself_and_saves_nothing(cast):
    answer = browser_of(cast.sam).post(f"{PAGE}test/", typed(kind="invite", client=cast.acme.pk, name=""))
    assert "A test is on its way to sam@alder-pike.example" in body(answer)
    message = Message.objects.get()
    assert (message.to_address, message.kind, message.link_purpose) == ("sam@alder-pike.example", "test", "")
    assert message.fields["first_name"] == "Carla"
    assert not Template.objects.exists()


def test_own_words_take_the_place_of_ours_and_the_code_stays(cast):
    carla = accepted(cast.owner, cast.acme)
    make(cast.olive, "login-code", subject="Your way into {Firm name}", body="Type it in.\n\nThank you.", in_use="on")
    send_code(cast.firm, carla.address, code="123456", known=True)
    letter = Message.objects.latest("pk").letter
    assert letter.subject == "Your way into Alder & Pike"
    for part in (letter.text, letter.html):
        assert "Type it in." in part
        assert "{{code}}" in part
        assert "in that browser only" not in part
    other = make(cast.olive, "login-code", name="Newer", body="Other words.", in_use="on")
    assert Template.objects.filter(in_use=True).get() == other
