"""The File inbox: what clients sent, for the members who see those clients."""

import pytest

from latchstring.files.actions.add_folder import add_folder
from latchstring.mail.models import Message
from tests.web.client_kit import browser_of, count
from tests.web.file_kit import come_in, firm_url, put, text_of


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


@pytest.fixture
def sent(cast):
    carla, _ = come_in(cast, cast.acme)
    bob, _ = come_in(cast, cast.beta, "bob@beta.example", "Bob Beta")
    put(cast.owner, cast.acme, "Our own.txt")
    return put(carla, cast.acme, "W-2.txt"), put(bob, cast.beta, "Barn.jpg")


def test_it_lists_what_clients_sent_by_client_and_nothing_else(cast, olive, sent):
    text = text_of(olive.get("/files/"))
    for words in ("Acme Bakery LLC", "W-2.txt", "Carla Acme", "Beta Farms", "Barn.jpg"):
        assert words in text
    assert "Our own.txt" not in text


def test_scoped_staff_see_their_clients_files_only(cast, sent):
    text = text_of(browser_of(cast.sam).get("/files/"))
    assert "W-2.txt" in text
    assert "Barn.jpg" not in text


def test_with_nothing_waiting_it_says_so(cast, olive):
    assert "Nothing is waiting." in text_of(olive.get("/files/"))


def test_the_team_is_told(cast, sent):
    told = Message.objects.filter(kind="file-received", to_address=cast.sam.email)
    assert [each.fields["names"] for each in told] == ["W-2.txt"]


def test_reviewed_it_leaves_the_inbox_and_stays_with_the_client(cast, olive, sent):
    page = text_of(olive.post(firm_url("files-reviewed", cast.acme), {"document": sent[0].pk}, follow=True))
    assert "W-2.txt reviewed" in page
    assert f'href="{firm_url("file", cast.acme, sent[0])}"' not in page
    assert "Barn.jpg" in page
    assert "W-2.txt" in text_of(olive.get(firm_url("client-files", cast.acme)))


def test_moved_from_the_inbox_it_is_reviewed_too(cast, olive, sent):
    folder = add_folder(cast.owner, cast.acme, None, "2025")
    url = firm_url("files-move", cast.acme) + f"?document={sent[0].pk}&inbox=1"
    answer = olive.post(url, {"to": str(folder.pk)}, follow=True)
    assert answer.request["PATH_INFO"] == "/files/"
    sent[0].refresh_from_db()
    assert sent[0].folder == folder
    assert sent[0].reviewed_at


def test_a_folder_of_another_client_is_no_choice(cast, olive, sent):
    folder = add_folder(cast.owner, cast.beta, None, "2025")
    answer = olive.post(firm_url("files-move", cast.acme) + f"?document={sent[0].pk}", {"to": str(folder.pk)})
    assert answer.status_code == 422
    assert "Choose a folder from the list." in text_of(answer)


def test_somebody_who_may_only_look_is_offered_no_button(cast, sent):
    text = text_of(browser_of(cast.vic).get("/files/"))
    assert "W-2.txt" in text
    assert "Mark reviewed" not in text


def test_the_page_takes_as_many_statements_for_many_files(cast, olive, sent):
    few = count(olive, "/files/")
    carla, _ = come_in(cast, cast.acme, "luis@acme.example", "Luis Acme")
    for number in range(10):
        put(carla, cast.acme, f"{number}.txt")
    assert count(olive, "/files/") == few
