"""Whole folders on the firm's pages and the client's: as a zip, to another place, to the bin, to the client."""

import io
import zipfile

import pytest

from latchstring.files.actions.add_folder import add_folder
from latchstring.files.actions.share import share
from latchstring.files.models import Document, Folder
from tests.web.client_kit import browser_of
from tests.web.file_kit import bytes_of, come_in, firm_url, put, text_of


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


@pytest.fixture
def taxes(cast):
    """Taxes / 2025 / State.txt, Taxes / Notes.txt and on top Letter.txt."""
    top = add_folder(cast.owner, cast.acme, None, "Taxes")
    year = add_folder(cast.owner, cast.acme, top, "2025")
    put(cast.owner, cast.acme, "State.txt", b"state", folder=year)
    put(cast.owner, cast.acme, "Notes.txt", b"notes", folder=top)
    put(cast.owner, cast.acme, "Letter.txt", b"letter")
    return top


def unpacked(answer):
    with zipfile.ZipFile(io.BytesIO(bytes_of(answer))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_folder_and_a_file_come_as_one_zip_with_their_paths(cast, olive, taxes):
    letter = Document.objects.get(name="Letter.txt")
    answer = olive.get(firm_url("files-zip", cast.acme), {"document": letter.pk, "folder": taxes.pk})
    assert "Acme Bakery LLC.zip" in answer.headers["Content-Disposition"]
    assert unpacked(answer) == {
        "Letter.txt": b"letter", "Taxes/Notes.txt": b"notes", "Taxes/2025/State.txt": b"state",
    }  # fmt: skip
    alone = olive.get(firm_url("files-zip", cast.acme), {"folder": taxes.pk})
    assert 'filename="Taxes.zip"' in alone.headers["Content-Disposition"]


def test_a_client_gets_of_a_folder_what_is_shown_and_of_others_nothing(cast, olive, taxes):
    _, carla = come_in(cast, cast.acme)
    zipped = f"/portal/{cast.acme.pk}/files/zip/?folder={taxes.pk}"
    assert carla.get(zipped).status_code == 404
    share(cast.owner, cast.acme, [Document.objects.get(name="State.txt")])
    assert unpacked(carla.get(zipped)) == {"Taxes/2025/State.txt": b"state"}
    page = text_of(carla.get(f"/portal/{cast.acme.pk}/files/"))
    assert f'name="folder" value="{taxes.pk}"' in page


def test_an_empty_folder_is_a_sentence(cast, olive):
    empty = add_folder(cast.owner, cast.acme, None, "Empty")
    answer = olive.get(firm_url("files-zip", cast.acme), {"folder": empty.pk})
    assert answer.status_code == 409
    assert "There is nothing to download" in text_of(answer)


def test_folders_and_files_move_together(cast, olive, taxes):
    target, letter = add_folder(cast.owner, cast.acme, None, "Archive"), Document.objects.get(name="Letter.txt")
    url = firm_url("files-move", cast.acme) + f"?document={letter.pk}&folder={taxes.pk}"
    assert "Move 1 file and 1 folder to…" in text_of(olive.get(url))
    page = text_of(olive.post(url, {"to": str(target.pk)}, follow=True))
    assert "1 file and 1 folder moved to Archive" in page
    taxes.refresh_from_db()
    letter.refresh_from_db()
    assert (taxes.parent, letter.folder) == (target, target)


def test_a_folder_is_not_offered_itself_nor_its_own_child(cast, olive, taxes):
    year = Folder.objects.get(name="2025")
    other = add_folder(cast.owner, cast.acme, None, "Other")
    url = firm_url("files-move", cast.acme) + f"?folder={taxes.pk}"
    form = olive.get(url).context["form"]
    assert [value for value, _ in form.fields["to"].choices] == ["", str(other.pk)]
    for inside in (taxes, year):
        answer = olive.post(url, {"to": str(inside.pk)})
        assert answer.status_code == 422
        assert "Choose a folder from the list" in text_of(answer)
    taxes.refresh_from_db()
    assert taxes.parent is None


def test_a_name_that_is_there_already_is_said_and_nothing_moves(cast, olive, taxes):
    archive = add_folder(cast.owner, cast.acme, None, "Archive")
    add_folder(cast.owner, cast.acme, archive, "TAXES")
    letter = Document.objects.get(name="Letter.txt")
    url = firm_url("files-move", cast.acme) + f"?document={letter.pk}&folder={taxes.pk}"
    answer = olive.post(url, {"to": str(archive.pk)})
    assert answer.status_code == 422
    assert "There is a folder “Taxes” there already. Rename one of the two first." in text_of(answer)
    assert f'value="{archive.pk}" selected' in text_of(answer)
    letter.refresh_from_db()
    assert letter.folder is None


def test_ticked_folders_and_files_go_to_the_bin_and_undo_brings_all_back(cast, olive, taxes):
    letter = Document.objects.get(name="Letter.txt")
    what = {"document": letter.pk, "folder": taxes.pk}
    question = text_of(olive.get(firm_url("files-delete", cast.acme), what))
    assert "Delete 1 file and 1 folder?" in question
    page = olive.post(firm_url("files-delete", cast.acme), what, follow=True)
    assert "1 file and 1 folder deleted" in text_of(page)
    assert Document.objects.filter(deleted_at=None).count() == 0
    undo = f"{firm_url('files-restore', cast.acme)}?document={letter.pk}&amp;folder={taxes.pk}"
    assert f'action="{undo}"' in page.content.decode()
    olive.post(undo.replace("&amp;", "&"), {"csrfmiddlewaretoken": "as every form sends it"})
    assert Document.objects.filter(deleted_at=None).count() == 3
    assert Folder.objects.filter(deleted_at=None).count() == 2


def test_making_a_folder_visible_shares_the_files_in_it(cast, olive, taxes):
    come_in(cast, cast.acme)
    window = text_of(olive.get(firm_url("files-share", cast.acme), {"folder": taxes.pk}))
    assert "Notes.txt" in window
    assert "State.txt" in window
    assert "Letter.txt" not in window


def test_folders_of_another_client_mean_that_nothing_is_there(cast, olive, taxes):
    theirs = add_folder(cast.owner, cast.beta, None, "Theirs")
    for name in ("files-zip", "files-move", "files-delete", "files-share"):
        assert olive.get(firm_url(name, cast.acme), {"folder": [taxes.pk, theirs.pk]}).status_code == 404, name
    assert olive.post(firm_url("files-delete", cast.acme), {"folder": theirs.pk}).status_code == 404
    assert olive.post(firm_url("files-restore", cast.acme) + f"?folder={taxes.pk}").status_code == 404
    assert Folder.objects.filter(deleted_at=None).count() == 3
