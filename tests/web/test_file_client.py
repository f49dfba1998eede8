"""Files on the client's side: what is shared, what they send, and ten minutes to change it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from latchstring.accounts.models import User
from latchstring.audit.models import Event
from latchstring.files.actions.add_folder import add_folder
from latchstring.files.actions.move import move
from latchstring.files.models import Document, Version
from latchstring.kernel import clock
from latchstring.policy.licences import Licence
from latchstring.portals.models import Access
from tests.web.client_kit import browser_of, count
from tests.web.file_kit import bytes_of, chosen, come_in, put, share_now, text_of


def url(name, client, *ids):
    return reverse(name, args=[client.pk, *(each.pk for each in ids)])


@pytest.fixture
def people(cast):
    return come_in(cast, cast.acme)


@pytest.fixture
def carla(people):
    return people[1]


@pytest.fixture
def letter(cast):
    return share_now(put(cast.owner, cast.acme, "Letter.txt", b"Dear Carla"))


def test_home_shows_the_newest_files_with_who_sent_them(cast, carla, letter):
    put(cast.owner, cast.acme, "Internal notes.txt")
    share_now(put(cast.owner, cast.acme, "Newer.txt"))
    text = text_of(carla.get(url("portal-client", cast.acme)))
    assert text.index("Newer.txt") < text.index("Letter.txt")
    assert "From Olive, <time" in text
    assert "Internal notes" not in text


def test_new_is_said_until_it_is_opened(cast, carla, letter):
    for page in ("portal-client", "portal-files"):
        assert ">New</span>" in text_of(carla.get(url(page, cast.acme)))
    assert bytes_of(carla.get(url("portal-file-download", cast.acme, letter))) == b"Dear Carla"
    for page in ("portal-client", "portal-files"):
        assert ">New</span>" not in text_of(carla.get(url(page, cast.acme)))


def test_folders_are_shown_on_the_way_to_something_shared_and_no_others(cast, carla, letter):
    shown, hidden = (add_folder(cast.owner, cast.acme, None, name) for name in ("Tax returns", "Workpapers"))
    move(cast.owner, cast.acme, documents=[letter], to=shown)
    put(cast.owner, cast.acme, "Notes.txt", folder=hidden)
    text = text_of(carla.get(url("portal-files", cast.acme)))
    assert "Tax returns" in text
    assert "Workpapers" not in text
    inside = text_of(carla.get(url("portal-files", cast.acme) + f"?folder={shown.pk}"))
    assert "Letter.txt" in inside
    assert carla.get(url("portal-files", cast.acme) + f"?folder={hidden.pk}").status_code == 404


def test_sending_without_a_script(cast, carla):
    photos = [(f"IMG_{number}.jpg", b"\xff\xd8\xff" + bytes([number])) for number in range(3)]
    text = text_of(carla.post(url("portal-files-upload", cast.acme), chosen(*photos), follow=True))
    assert "3 files uploaded" in text
    assert text.count("From you, ") == 3
    assert Document.objects.filter(person_id__isnull=False, reviewed_at=None).count() == 3


def test_what_can_not_be_taken_says_why(cast, carla):
    answer = carla.post(url("portal-files-upload", cast.acme), chosen(("virus.bat", b"echo")))
    assert answer.status_code == 422
    assert "virus.bat: Programs are not taken." in text_of(answer)
    assert not Document.objects.exists()


def test_for_ten_minutes_they_may_rename_and_delete_what_they_sent(cast, people):
    actor, carla = people
    mine = put(actor, cast.acme, "IMG_1.jpg")
    page = text_of(carla.get(url("portal-files", cast.acme)))
    assert url("portal-file-rename", cast.acme, mine) in page
    carla.post(url("portal-file-rename", cast.acme, mine), {"name": "Oven receipt.jpg"})
    mine.refresh_from_db()
    assert mine.name == "Oven receipt.jpg"
    bad = carla.post(url("portal-file-rename", cast.acme, mine), {"name": "a/b"})
    assert (bad.status_code, 'value="a/b"' in text_of(bad)) == (422, True)
    assert "Delete Oven receipt.jpg?" in text_of(carla.get(url("portal-file-delete", cast.acme, mine)))
    carla.post(url("portal-file-delete", cast.acme, mine))
    mine.refresh_from_db()
    assert mine.deleted_at


def test_after_ten_minutes_it_is_the_firms(cast, people):
    actor, _ = people
    mine = put(actor, cast.acme, "IMG_1.jpg")
    with time_machine.travel(clock.now() + timedelta(minutes=10, seconds=1)):
        carla = browser_of(User.objects.get(email="carla@acme.example"))
        assert url("portal-file-rename", cast.acme, mine) not in text_of(carla.get(url("portal-files", cast.acme)))
        assert carla.post(url("portal-file-rename", cast.acme, mine), {"name": "x"}).status_code == 403
        assert carla.post(url("portal-file-delete", cast.acme, mine)).status_code == 403
        for name in ("portal-file-rename", "portal-file-delete"):
            assert carla.get(url(name, cast.acme, mine)).status_code == 403
    mine.refresh_from_db()
    assert (mine.name, mine.deleted_at) == ("IMG_1.jpg", None)


def test_what_others_sent_is_not_theirs_to_change(cast, carla, letter):
    luis, _ = come_in(cast, cast.acme, "luis@acme.example", "Luis Acme")
    sent = put(luis, cast.acme, "W-2.txt")
    for document in (letter, sent):
        assert carla.post(url("portal-file-rename", cast.acme, document), {"name": "x"}).status_code == 403
        assert carla.post(url("portal-file-delete", cast.acme, document)).status_code == 403
    assert "From Luis Acme" in text_of(carla.get(url("portal-files", cast.acme)))


def test_their_own_upload_is_listed_while_it_is_checked_and_given_to_nobody(cast, people):
    actor, carla = people
    mine = put(actor, cast.acme, "IMG_1.jpg")
    Version.objects.update(scan="waiting")
    assert "Being checked" in text_of(carla.get(url("portal-files", cast.acme)))
    answer = carla.get(url("portal-file-download", cast.acme, mine))
    assert answer.status_code == 409
    assert "checked for viruses" in text_of(answer)
    luis = come_in(cast, cast.acme, "luis@acme.example", "Luis Acme")[1]
    assert luis.get(url("portal-file", cast.acme, mine)).status_code == 404


def test_the_list_takes_as_many_statements_for_many_files(cast, carla, letter):
    page = url("portal-files", cast.acme)
    few = count(carla, page)
    for number in range(12):
        share_now(put(cast.owner, cast.acme, f"{number}.txt"))
    assert count(carla, page) == few


def test_without_the_licence_the_portal_has_no_files(cast, carla, letter):
    cast.firm.switched_on = sorted(set(cast.firm.switched_on) - {Licence.FILES})
    cast.firm.save()
    home = text_of(carla.get(url("portal-client", cast.acme)))
    assert "Letter.txt" not in home
    assert "Send a file" not in home
    assert carla.get(url("portal-files", cast.acme)).status_code == 403
    assert carla.get(url("portal-file-download", cast.acme, letter)).status_code == 403


def test_who_views_as_carla_opens_files_but_marks_and_changes_nothing(cast, people, letter):
    actor, carla = people
    mine = put(actor, cast.acme, "W-2.txt")
    sam = browser_of(cast.sam)
    sam.post(reverse("view-as", args=[cast.acme.pk, Access.objects.get(person_id=actor.person_id).pk]))
    text = text_of(sam.get(url("portal-files", cast.acme)))
    assert "Letter.txt" in text
    assert "Send a file" not in text
    assert bytes_of(sam.get(url("portal-file-download", cast.acme, letter))) == b"Dear Carla"
    assert Event.objects.filter(name="file.downloaded").latest("id").actor_name.startswith("Sam")
    assert ">New</span>" in text_of(carla.get(url("portal-files", cast.acme)))
    assert sam.post(url("portal-files-upload", cast.acme), chosen(("a.txt", b"x"))).status_code == 403
    assert sam.post(url("portal-files-tus", cast.acme), headers={"Tus-Resumable": "1.0.0"}).status_code == 403
    for name in ("portal-file-rename", "portal-file-delete"):
        assert sam.post(url(name, cast.acme, mine), {"name": "x"}).status_code == 403
