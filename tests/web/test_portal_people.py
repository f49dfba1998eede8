"""Who can see this, from the client's side: the people, the team, what was opened, and asking for a change."""

import re

import pytest
from django.urls import reverse

from latchstring.accounts.actions.note_login import logged_in
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Assignment
from latchstring.files.content import Look, open_version
from latchstring.files.models import Document
from latchstring.mail.models import Message
from latchstring.portals.actions.ask_removal import ask_removal
from latchstring.portals.models import Access, Ask
from latchstring.web.client.people.openings import PAGE
from tests.cast import actor_for, make_member
from tests.web.client_kit import browser_of, count
from tests.web.file_kit import come_in, firm_url, put, share_now, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla(cast):
    return come_in(cast, cast.acme)


@pytest.fixture
def luis(cast, carla):
    return come_in(cast, cast.acme, "luis@acme.example", "Luis Acme")


def people_url(client, *more):
    return reverse(f"portal-people{more[0] if more else ''}", args=[client.pk, *more[1:]])


def seen(browser, client, query=""):
    return text_of(browser.get(people_url(client) + query))


def access_of(actor):
    return Access.objects.select_related("client", "person").get(person=actor.person_id)


def test_the_page_names_the_people_and_the_team_and_nothing_private(cast, carla, luis):
    cast.sam.title = ""
    text = seen(carla[1], cast.acme)
    assert "Carla Acme (you)" in text
    assert "Luis Acme" in text
    for words in ("Sam", "Looks after Acme Bakery LLC", "Olive", "Can open all clients", "Viewer, changes nothing"):
        assert words in text
    for private in ("luis@acme.example", "olive@alder-pike.example", "Rita", "Bob"):
        assert private not in text


def test_only_the_team_that_can_open_the_record_is_named(cast, carla):
    make_member(cast.firm, "Nils", "staff-assigned")
    text = seen(carla[1], cast.acme)
    assert "Nils" not in text
    Assignment.objects.filter(client=cast.acme).delete()
    assert "Sam" not in seen(carla[1], cast.acme)


def test_somebody_invited_is_seen_to_wait_and_an_ended_access_is_not_there(cast, carla, luis):
    Access.objects.filter(person=luis[0].person_id).update(accepted_at=None)
    assert "not in yet" in seen(carla[1], cast.acme)
    Access.objects.filter(person=luis[0].person_id).update(ends_at=access_of(luis[0]).granted_at)
    assert "Luis" not in seen(carla[1], cast.acme)


def test_what_was_opened_is_there_by_whom(cast, carla, luis):
    shared = share_now(put(cast.owner, cast.acme, "Return.txt"))
    b"".join(open_version(luis[0], shared.current))
    b"".join(open_version(cast.staff, shared.current, look=Look.VIEWED))
    logged_in([luis[0]], "code")
    record(cast.owner, Name.VIEWED_AS, Entry(cast.acme.pk, luis[0].person_id, detail={"name": "Luis Acme"}))
    text = seen(carla[1], cast.acme)
    for words in (
        "Luis Acme</strong> downloaded Return.txt",
        "Sam of Alder &amp; Pike</strong> looked at Return.txt",
        "Luis Acme</strong> logged in",
        "Olive of Alder &amp; Pike</strong> looked at the portal as Luis Acme",
    ):
        assert words in text
    assert re.search(r">Today</time> at <time", text)


def test_what_is_not_shown_to_her_is_not_named(cast, carla, luis):
    """A file of the firm alone, one of Luis that was hidden from the others again, and another client's."""
    for actor, client, name in (
        (cast.owner, cast.acme, "secret-plan.txt"),
        (luis[0], cast.acme, "secret-divorce.txt"),
        (cast.owner, cast.beta, "secret-beta.txt"),
    ):
        b"".join(open_version(actor, put(actor, client, name).current))
    Document.objects.filter(name="secret-divorce.txt").update(shared_at=None)
    assert "secret" not in seen(carla[1], cast.acme)
    assert "secret-divorce.txt" in seen(luis[1], cast.acme)


def test_what_was_opened_comes_in_pages(cast, carla):
    shared = share_now(put(cast.owner, cast.acme, "Return.txt"))
    for _ in range(PAGE + 1):
        b"".join(open_version(cast.owner, shared.current))
    answer = carla[1].get(people_url(cast.acme))
    assert text_of(answer).count("downloaded Return.txt") == PAGE
    assert seen(carla[1], cast.acme, f"?before={answer.context['older']}").count("downloaded Return.txt") == 1
    assert seen(carla[1], cast.acme, "?before=nonsense").count("downloaded Return.txt") == PAGE


def test_the_page_costs_the_same_for_many_people(cast, carla):
    before = count(carla[1], people_url(cast.acme))
    for number in range(5):
        come_in(cast, cast.acme, f"p{number}@acme.example", f"P{number}")
    assert count(carla[1], people_url(cast.acme)) == before


def test_proposing_and_taking_back(cast, carla):
    url = people_url(cast.acme, "-propose")
    answer = carla[1].post(url, {"name": "Nina", "email": "nina@x.example", "relation": "Bookkeeper"}, follow=True)
    text = text_of(answer)
    assert "You asked Alder &amp; Pike to let them in" in text
    assert "Alder &amp; Pike was asked" in text
    ask = Ask.objects.get()
    assert Message.objects.filter(kind="access-asked").count() == 1
    assert carla[1].post(people_url(cast.acme, "-withdraw", ask.pk)).status_code == 302
    assert "Nina" not in seen(carla[1], cast.acme)


def test_a_wrong_address_gives_a_sentence_and_keeps_what_was_typed(cast, carla):
    answer = carla[1].post(people_url(cast.acme, "-propose"), {"name": "Nina", "email": "nina@", "relation": "Aunt"})
    assert answer.status_code == 422
    text = text_of(answer)
    assert "The part after @ is not a mail domain" in text or "Enter an email address like" in text
    for typed in ('value="Nina"', 'value="nina@"', 'value="Aunt"'):
        assert typed in text


def test_asking_to_remove_is_seen_by_nobody_else(cast, carla, luis):
    access = access_of(luis[0])
    answer = carla[1].post(people_url(cast.acme, "-remove", access.pk), {"reason": "Divorced."}, follow=True)
    assert "You asked Alder &amp; Pike to remove Luis Acme." in text_of(answer)
    assert "asked" not in seen(luis[1], cast.acme)
    again = carla[1].post(people_url(cast.acme, "-remove", access.pk), {"reason": "Again."})
    assert again.status_code == 422
    assert "asked this already" in text_of(again)
    assert "Again." in text_of(again)
    assert luis[1].post(people_url(cast.acme, "-withdraw", Ask.objects.get().pk)).status_code == 404


def test_access_of_another_client_is_not_there(cast, carla):
    bob = come_in(cast, cast.beta, "bob@beta.example", "Bob Beta")
    assert carla[1].get(people_url(cast.acme, "-remove", access_of(bob[0]).pk)).status_code == 404


def test_the_firm_answers_from_the_record_and_is_reminded_at_home(cast, carla, luis):
    ask = ask_removal(carla[0], access_of(luis[0]), reason="Divorced.")
    sam, vic = browser_of(cast.sam), browser_of(cast.vic)
    for url in (reverse("home"), reverse("client", args=[cast.acme.pk])):
        assert "Carla Acme asks to remove Luis Acme" in text_of(sam.get(url))
        assert "asks to remove" not in text_of(vic.get(url))
    answer = sam.post(firm_url("ask-decline", cast.acme, ask), {"reason": "x" * 1001})
    assert answer.status_code == 422
    assert sam.post(firm_url("ask-approve", cast.acme, ask)).status_code == 302
    late = sam.post(firm_url("ask-decline", cast.acme, ask), {"reason": "Too late."})
    assert late.status_code == 422
    assert "answered already" in text_of(late)
    text = seen(carla[1], cast.acme)
    assert "Remove Luis Acme" in text
    assert "Done" in text


def test_a_colleague_without_this_client_hears_nothing(cast, carla):
    nils = make_member(cast.firm, "Nils", "staff-assigned")
    ask = Ask.objects.create(
        firm=cast.firm,
        client=cast.acme,
        person_id=carla[0].person_id,
        name="N",
        email="n@x.example",
        address="n@x.example",
    )
    browser = browser_of(nils)
    assert "asks to" not in text_of(browser.get(reverse("home")))
    assert browser.post(firm_url("ask-approve", cast.acme, ask)).status_code == 404
    assert actor_for(nils).client_ids == frozenset()
