"""The set-up page: for whoever comes first, once."""

import threading

import pytest
from django.db import connection
from django.test import Client as Browser

from latchstring.accounts.actions.open_first_firm import AlreadySetUp, open_first_firm
from latchstring.accounts.models import TeamMember, User
from latchstring.audit.models import Event
from latchstring.firms.models import Firm

TYPED = {
    "name": "Alder & Pike",
    "time_zone": "America/New_York",
    "owner_name": "Olive Oyl",
    "owner_email": "Olive@alder-pike.example",
    "password": "a few words in a row",
}


@pytest.mark.django_db
def test_every_page_leads_to_the_set_up_until_there_is_a_firm(client):
    assert client.get("/").headers["Location"] == "/setup/"
    page = client.get("/setup/")
    assert page.status_code == 200
    assert b"<h1>Set up your firm</h1>" in page.content


@pytest.mark.django_db
def test_the_first_one_becomes_the_owner_and_is_logged_in(client):
    answer = client.post("/setup/", TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/set-up/")
    owner = TeamMember.objects.select_related("firm", "user").get()
    assert (owner.role, owner.name, owner.firm.name) == ("owner", "Olive Oyl", "Alder & Pike")
    assert client.session["_auth_user_id"] == str(owner.user.pk)
    detail = {"name": "Olive Oyl", "role": "owner", "seats": owner.seats}
    assert Event.objects.get(name="member.added", subject_id=owner.pk).detail == detail
    assert client.get("/home/").status_code == 200


@pytest.mark.django_db
def test_once_there_is_a_firm_the_page_leads_on_and_makes_no_other(client, cast):
    for answer in (client.get("/setup/"), client.post("/setup/", TYPED)):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert Firm.objects.count() == 2  # the cast's own


@pytest.mark.django_db
def test_the_back_button_after_setting_up_leads_home(client):
    client.post("/setup/", TYPED)
    assert client.get("/setup/", follow=True).redirect_chain[-1] == ("/home/", 302)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter the firm’s name."),
        ({"owner_email": "olive"}, "Enter an email address like name@example.com."),
        ({"password": "short"}, "too short"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
    ],
)
def test_wrong_details_come_back_with_a_sentence_and_what_was_typed(client, wrong, sentence):
    page = client.post("/setup/", {**TYPED, **wrong})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Olive Oyl" in page.content.decode()
    assert "a few words in a row" not in page.content.decode()
    assert not Firm.objects.exists()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_it_needs_the_token_of_its_form():
    assert Browser(enforce_csrf_checks=True).post("/setup/", TYPED).status_code == 403


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_firm():
    told: list[str] = []
    ready = threading.Barrier(4)

    def come(number: int) -> None:
        try:
            ready.wait()
            open_first_firm(**{**TYPED, "owner_email": f"olive{number}@alder-pike.example"})
            told.append("owner")
        except AlreadySetUp:
            told.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["late", "late", "late", "owner"]
    assert Firm.objects.count() == 1
