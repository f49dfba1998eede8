"""The client's Files page as the team sees it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from latchstring.files.actions.add_folder import add_folder
from latchstring.files.models import Document, Folder, Scan, Upload, Version
from latchstring.policy.licences import Licence
from tests.web.client_kit import browser_of, count, let_in
from tests.web.file_kit import bytes_of, chosen, come_in, firm_url, put, share_now, text_of


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


@pytest.fixture
def draft(cast):
    return put(cast.owner, cast.acme, "Draft return.pdf", b"%PDF-1.7 a draft")


def test_a_row_says_who_when_how_large_and_who_can_see_it(cast, olive, draft):
    share_now(put(cast.owner, cast.acme, "Letter.txt", b"x" * 412_000))
    text = text_of(olive.get(firm_url("client-files", cast.acme)))
    assert "Draft return.pdf" in text
    assert text.count("Firm only") == 1
    assert text.count("Client can see") == 1
    assert "Olive, <time" in text
    assert "412 KB" in text


def test_the_menu_of_a_row_offers_everything(cast, olive, draft):
    text = text_of(olive.get(firm_url("client-files", cast.acme)))
    menu = text[text.index(f'id="m-{draft.pk}"') :]
    words = ("Download", "Preview", "Rename", "Move", "Versions", "Make visible to the client", "Secure link", "Delete")
    for word in words:
        assert word in menu, word


def test_somebody_who_may_only_look_is_offered_no_change(cast, draft):
    text = text_of(browser_of(cast.vic).get(firm_url("client-files", cast.acme)))
    assert "Draft return.pdf" in text
    for word in ("Rename", "Delete", "Make visible", "Secure link", "New folder", "file-drop class"):
        assert word not in text, word


def test_nothing_yet_says_what_to_do(cast, olive):
    assert "No files yet." in text_of(olive.get(firm_url("client-files", cast.acme)))


def test_the_page_tells_who_was_invited_and_has_not_accepted(cast, olive):
    page = firm_url("client-files", cast.acme)
    assert "Nobody at Acme Bakery LLC has access yet." in text_of(olive.get(page))
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme")
    text = text_of(olive.get(page))
    assert "1 person was invited and will see it after accepting." in text
    assert "has access yet" not in text


def test_the_page_takes_as_many_statements_for_many_files(cast, olive):
    url = firm_url("client-files", cast.acme)
    put(cast.owner, cast.acme, "a.txt")
    few = count(olive, url)
    for number in range(12):
        put(cast.owner, cast.acme, f"{number}.txt")
    assert count(olive, url) == few


def test_a_plain_form_uploads_several_files_into_the_folder(cast, olive):
    folder = add_folder(cast.owner, cast.acme, None, "Taxes")
    answer = olive.post(
        firm_url("files-upload", cast.acme) + f"?folder={folder.pk}",
        chosen(("W-2.txt", b"one"), ("1099.txt", b"two")),
        follow=True,
    )
    assert "2 files uploaded" in text_of(answer)
    assert answer.request["QUERY_STRING"] == f"folder={folder.pk}"
    kept = Document.objects.order_by("name")
    assert [(each.name, each.folder, each.shared_at) for each in kept] == [
        ("1099.txt", folder, None),
        ("W-2.txt", folder, None),
    ]


def test_what_can_not_be_taken_says_why_and_leaves_nothing(cast, olive):
    answer = olive.post(firm_url("files-upload", cast.acme), chosen(("run.exe", b"MZ"), ("W-2.txt", b"one")))
    assert answer.status_code == 422
    assert "run.exe: Programs are not taken." in text_of(answer)
    assert list(Document.objects.values_list("name", flat=True)) == ["W-2.txt"]
    assert not Upload.objects.filter(finished_as=None).exists()


def test_an_empty_form_is_a_sentence(cast, olive):
    answer = olive.post(firm_url("files-upload", cast.acme), {})
    assert answer.status_code == 422
    assert "Choose a file first" in text_of(answer)


def test_hostile_names_come_out_plain(cast, olive):
    names = ["../../etc/passwd", "a\x00b\x1f.txt", "\u202egpj.exe.txt", "📄 tax.txt", "n" * 300 + ".txt"]
    for name in names:
        olive.post(firm_url("files-upload", cast.acme), {"file": SimpleUploadedFile(name, b"text")})
    kept = list(Document.objects.values_list("name", flat=True))
    assert {"passwd", "gpj.exe.txt", "📄 tax.txt"} <= set(kept)
    assert all(len(name) <= 200 for name in kept)
    page = olive.get(firm_url("client-files", cast.acme)).content.decode()
    assert "\x00" not in page
    assert "\u202e" not in page


def test_a_new_version_keeps_the_old_one(cast, olive, draft):
    url = firm_url("files-upload", cast.acme) + f"?document={draft.pk}"
    answer = olive.post(url, chosen(("final.pdf", b"%PDF-1.7 final")), follow=True)
    assert answer.request["PATH_INFO"] == firm_url("file", cast.acme, draft)
    assert "Version 2" in text_of(answer)
    first = Version.objects.get(number=1)
    assert bytes_of(olive.get(firm_url("version-download", cast.acme, draft, first))) == b"%PDF-1.7 a draft"
    assert bytes_of(olive.get(firm_url("file-download", cast.acme, draft))) == b"%PDF-1.7 final"


def test_folders_are_added_opened_renamed_and_deleted_with_undo(cast, olive, draft):
    olive.post(firm_url("folder-new", cast.acme), {"name": "Taxes"})
    taxes = Folder.objects.get()
    olive.post(firm_url("folder-new", cast.acme) + f"?folder={taxes.pk}", {"name": "2025"})
    inner = Folder.objects.get(parent=taxes)
    olive.post(firm_url("files-move", cast.acme) + f"?document={draft.pk}", {"to": str(inner.pk)})
    page = text_of(olive.get(firm_url("client-files", cast.acme) + f"?folder={inner.pk}"))
    assert "Draft return.pdf" in page
    crumbs = page[page.index('class="crumbs"') :]
    assert crumbs.index("Taxes") < crumbs.index("2025")
    olive.post(firm_url("folder-edit", cast.acme, taxes), {"name": "Tax returns"})
    taxes.refresh_from_db()
    assert taxes.name == "Tax returns"
    deleted = text_of(olive.post(firm_url("folder-delete", cast.acme, taxes), follow=True))
    undo = firm_url("folder-restore", cast.acme, taxes)
    assert undo in deleted
    assert Document.objects.get().deleted_at
    olive.post(undo)
    assert Document.objects.get().deleted_at is None


def test_a_folder_name_that_is_taken_comes_back_as_a_sentence_with_what_was_typed(cast, olive):
    add_folder(cast.owner, cast.acme, None, "Taxes")
    answer = olive.post(firm_url("folder-new", cast.acme), {"name": "taxes"})
    assert answer.status_code == 422
    assert "There is a folder" in text_of(answer)
    assert 'value="taxes"' in text_of(answer)


def test_rename_refuses_slashes_in_words(cast, olive, draft):
    answer = olive.post(firm_url("file-rename", cast.acme, draft), {"name": "a/b"})
    assert answer.status_code == 422
    assert "contain /" in text_of(answer)
    olive.post(firm_url("file-rename", cast.acme, draft), {"name": "Final.pdf"})
    draft.refresh_from_db()
    assert draft.name == "Final.pdf"


def test_delete_goes_to_the_bin_and_undo_brings_it_back(cast, olive, draft):
    page = text_of(olive.post(firm_url("files-delete", cast.acme), {"document": draft.pk}, follow=True))
    assert "Draft return.pdf deleted" in page
    undo = f"{firm_url('files-restore', cast.acme)}?document={draft.pk}"
    assert f'action="{undo}"' in page
    assert olive.get(firm_url("file", cast.acme, draft)).status_code == 404
    assert olive.get(firm_url("file-download", cast.acme, draft)).status_code == 404
    assert "Draft return.pdf" in text_of(olive.get(firm_url("files-bin", cast.acme)))
    olive.post(undo)
    draft.refresh_from_db()
    assert draft.deleted_at is None


def test_make_private_hides_it_again(cast, olive, draft):
    share_now(draft)
    page = text_of(olive.post(firm_url("files-private", cast.acme), {"document": draft.pk}, follow=True))
    assert "Only the firm can see Draft return.pdf now" in page
    draft.refresh_from_db()
    assert draft.shared_at is None


def test_what_the_client_sent_can_not_be_made_private(cast, olive):
    carla, _ = come_in(cast, cast.acme)
    sent = put(carla, cast.acme, "W-2.txt")
    answer = olive.post(firm_url("files-private", cast.acme), {"document": sent.pk})
    assert answer.status_code == 422
    assert "The client sent this file" in text_of(answer)


def test_ticked_files_of_another_client_mean_that_nothing_is_there(cast, olive, draft):
    theirs = put(cast.owner, cast.beta, "Theirs.txt")
    for name in ("files-delete", "files-private", "files-reviewed"):
        answer = olive.post(firm_url(name, cast.acme), {"document": [draft.pk, theirs.pk]})
        assert answer.status_code == 404, name
    for name in ("files-zip", "files-share", "files-move"):
        assert olive.get(firm_url(name, cast.acme), {"document": [draft.pk, theirs.pk]}).status_code == 404, name
    assert not Document.objects.exclude(deleted_at=None).exists()


@pytest.mark.parametrize("text", ["", "x", "'", "0" * 40])
def test_nonsense_ids_are_not_there(cast, olive, text):
    assert olive.get(firm_url("files-zip", cast.acme), {"document": [text]}).status_code == 404
    assert olive.get(firm_url("client-files", cast.acme), {"folder": text or "-"}).status_code == 404


@pytest.mark.parametrize(("scan", "words"), [(Scan.WAITING, "being checked for viruses"), (Scan.INFECTED, "A virus")])
def test_a_file_before_or_without_a_good_verdict_is_not_offered(cast, olive, draft, scan, words):
    Version.objects.update(scan=scan)
    assert words in text_of(olive.get(firm_url("file", cast.acme, draft)))
    for name, ids in (("file-download", [draft]), ("version-preview", [draft, draft.current])):
        answer = olive.get(firm_url(name, cast.acme, *ids))
        assert answer.status_code in {404, 409}, name
        assert b"%PDF" not in bytes_of(answer)
    assert olive.head(firm_url("file-download", cast.acme, draft)).status_code == 409
    assert b"%PDF" not in bytes_of(olive.get(firm_url("files-zip", cast.acme), {"document": draft.pk}))


def test_without_the_licence_files_are_not_offered_and_the_url_names_it(cast, olive, draft):
    cast.firm.switched_on = sorted(set(cast.firm.switched_on) - {Licence.FILES})
    cast.firm.save()
    assert 'href="/files/"' not in text_of(olive.get("/home/"))
    for url in ("/files/", firm_url("client-files", cast.acme), firm_url("file-download", cast.acme, draft)):
        answer = olive.get(url)
        assert answer.status_code == 403, url
        assert "“Files”" in text_of(answer), url
