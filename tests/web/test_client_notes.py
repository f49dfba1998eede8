"""The notes of the team on a client's record."""

from django.urls import reverse

from latchstring.accounts.models import User
from latchstring.clients.actions.add_note import add_note
from latchstring.clients.models import Note
from tests.web.client_kit import ago, browser_of, let_in


def url(name, client, *more):
    return reverse(name, args=[client.pk, *more])


def test_a_note_is_written_edited_pinned_deleted_and_brought_back(cast):
    olive, notes = browser_of(cast.olive), url("client-notes", cast.acme)
    assert olive.post(notes, {"text": "Calls on Mondays."}).status_code == 302
    note = Note.objects.get()
    assert "Calls on Mondays." in olive.get(notes).content.decode()
    assert "Calls on Mondays." in olive.get(reverse("client", args=[cast.acme.pk])).content.decode()
    olive.post(url("note-edit", cast.acme, note.pk), {"text": "Calls on Tuesdays."})
    olive.post(url("note-pin", cast.acme, note.pk), {"pinned": "yes"})
    text = olive.get(notes).content.decode()
    assert "Calls on Tuesdays." in text
    assert "Pinned" in text
    olive.post(url("note-delete", cast.acme, note.pk))
    gone = olive.get(notes).content.decode()
    assert "Calls on Tuesdays." not in gone
    assert url("note-restore", cast.acme, note.pk) in gone
    olive.post(url("note-restore", cast.acme, note.pk))
    assert "Calls on Tuesdays." in olive.get(notes).content.decode()


def test_an_empty_note_is_said_and_one_too_long_keeps_what_was_typed(cast):
    olive, notes = browser_of(cast.olive), url("client-notes", cast.acme)
    answer = olive.post(notes, {"text": " "})
    assert (answer.status_code, "Write something first." in answer.content.decode()) == (422, True)
    answer = olive.post(notes, {"text": "tea " * 3000})
    assert answer.status_code == 422
    assert "tea tea" in answer.content.decode()
    assert not Note.objects.exists()


def test_pinned_notes_come_first(cast):
    for text in ("First", "Second", "Third"):
        add_note(cast.owner, cast.acme, text=text)
    olive = browser_of(cast.olive)
    olive.post(url("note-pin", cast.acme, Note.objects.get(text="First").pk))
    text = olive.get(url("client-notes", cast.acme)).content.decode()
    assert text.index("First") < text.index("Third") < text.index("Second")


def test_a_note_with_markup_is_shown_as_typed(cast):
    add_note(cast.owner, cast.acme, text="<script>alert(1)</script>")
    assert "<script>alert" not in browser_of(cast.olive).get(url("client-notes", cast.acme)).content.decode()


def test_a_viewer_reads_and_writes_nothing(cast):
    note = add_note(cast.owner, cast.acme, text="Likes tea.")
    vic = browser_of(cast.vic)
    text = vic.get(url("client-notes", cast.acme)).content.decode()
    assert "Likes tea." in text
    assert "Add note" not in text
    assert vic.post(url("client-notes", cast.acme), {"text": "x"}).status_code == 403
    assert vic.post(url("note-delete", cast.acme, note.pk)).status_code == 403


def test_no_page_of_the_portal_shows_a_note(cast):
    add_note(cast.owner, cast.acme, text="Secret of the team")
    access = let_in(cast.olive, cast.acme, "carla@acme.example", "Carla Acme", accepted_at=ago(days=1))
    carla = User.objects.create_user("carla@acme.example", name="Carla Acme")
    access.person.user = carla
    access.person.save(update_fields=["user"])
    browser = browser_of(carla)
    page = browser.get(reverse("portal-client", args=[cast.acme.pk]))
    assert page.status_code == 200
    assert "Secret of the team" not in page.content.decode()
    assert browser.get(url("client-notes", cast.acme)).status_code == 404
