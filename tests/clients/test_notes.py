import pytest

from latchstring.audit.names import Name
from latchstring.clients.actions.add_note import add_note
from latchstring.clients.actions.change_note import change_note
from latchstring.clients.actions.delete_note import delete_note
from latchstring.clients.actions.pin_note import pin_note
from latchstring.clients.actions.restore_note import restore_note
from latchstring.clients.models import Note
from latchstring.policy.actor import Refused, client_actor
from tests.clients.truth import events


@pytest.fixture
def note(cast):
    return add_note(cast.staff, cast.acme, text="Calls on Mondays.\r\nLikes tea.\x00")


def test_a_note_keeps_its_lines_and_its_author_and_stays_out_of_the_log(cast, note):
    assert (note.text, note.author_name) == ("Calls on Mondays.\nLikes tea.", "Sam")
    [event] = events(cast.firm, Name.NOTE_ADDED)
    assert (event.client_id, event.detail) == (cast.acme.pk, {})


@pytest.mark.parametrize(("text", "sentence"), [(" \n", "Write something first."), ("x" * 10_001, "too long")])
def test_wrong_notes_come_back_as_a_sentence(cast, text, sentence):
    with pytest.raises(ValueError, match=sentence):
        add_note(cast.owner, cast.acme, text=text)
    assert not Note.objects.exists()


def test_no_client_ever_sees_a_note(cast, note):
    carla = client_actor(
        firm_id=cast.firm.pk,
        user_id=cast.olive.user_id,
        person_id=cast.olive.pk,
        name="Carla",
        client_ids=frozenset({cast.acme.pk}),
    )
    assert not Note.objects.visible_to(carla).exists()
    for verb in (lambda: add_note(carla, cast.acme, text="x"), lambda: delete_note(carla, note)):
        with pytest.raises(Refused):
            verb()


def test_scoped_staff_see_the_notes_of_their_clients_alone(cast, note):
    add_note(cast.owner, cast.beta, text="Sells in June.")
    assert list(Note.objects.visible_to(cast.staff)) == [note]


def test_a_changed_note_says_when_and_changing_nothing_writes_nothing(cast, note):
    assert change_note(cast.owner, note, text=note.text).edited_at is None
    assert change_note(cast.owner, note, text="New").edited_at
    assert len(events(cast.firm, Name.NOTE_CHANGED)) == 1


def test_pinning_deleting_and_bringing_back_are_each_once(cast, note):
    for _ in range(2):
        pin_note(cast.owner, note, pinned=True)
        delete_note(cast.owner, note)
    note.refresh_from_db()
    assert note.pinned_at
    assert note.deleted_at
    for _ in range(2):
        restore_note(cast.owner, note)
    note.refresh_from_db()
    assert note.deleted_at is None
    assert [len(events(cast.firm, name)) for name in (Name.NOTE_PINNED, Name.NOTE_DELETED, Name.NOTE_RESTORED)] == [
        1
    ] * 3


def test_a_viewer_reads_and_writes_nothing(cast, note):
    for verb in (add_note, None):
        with pytest.raises(Refused):
            add_note(cast.viewer, cast.acme, text="x") if verb else pin_note(cast.viewer, note, pinned=True)
