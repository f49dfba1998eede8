"""Bytes obey the same rule as the page, in whatever way they are asked for."""

import io
import zipfile

import pytest
from django.test import Client as Browser
from django.urls import reverse

from latchstring.audit.models import Event
from latchstring.files.actions.delete import delete
from latchstring.files.actions.upload import append, begin
from latchstring.files.refusals import StorageAway
from tests.doors.files import SECRET, put, show_page
from tests.doors.world import make_world
from tests.web.client_kit import BACKEND, browser_of
from tests.web.file_kit import bytes_of, come_in, firm_url, share_now


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


@pytest.fixture
def letter(cast):
    return put(cast.owner, cast.acme, "Letter.txt", b"0123456789")


def download(olive, cast, document, **headers):
    return olive.get(firm_url("file-download", cast.acme, document), headers=headers)


def test_a_download_is_an_attachment_that_no_browser_runs(cast, olive, letter):
    answer = download(olive, cast, letter)
    assert bytes_of(answer) == b"0123456789"
    wanted = {
        "Content-Length": "10",
        "Content-Type": "application/octet-stream",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Accept-Ranges": "bytes",
    }
    assert {name: answer.headers[name] for name in wanted} == wanted
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"<svg xmlns='x'><script>1</script></svg>"])
def test_pages_and_drawings_with_scripts_come_as_plain_bytes(cast, olive, content):
    for name in ("page.html", "image.png", "drawing.svg"):
        answer = download(olive, cast, put(cast.owner, cast.acme, name, content))
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("W-2.pdf", "attachment; filename=\"W-2.pdf\"; filename*=UTF-8''W-2.pdf"),
        (
            "Über 50 % €.pdf",
            "attachment; filename=\"Uber 50 _ .pdf\"; filename*=UTF-8''%C3%9Cber%2050%20%25%20%E2%82%AC.pdf",
        ),
        ("报税.xlsx", "attachment; filename=\"xlsx\"; filename*=UTF-8''%E6%8A%A5%E7%A8%8E.xlsx"),
        ('a"; x="y.txt', "attachment; filename=\"a__ x=_y.txt\"; filename*=UTF-8''a%22%3B%20x%3D%22y.txt"),
    ],
)
def test_names_are_told_by_rfc_6266(cast, olive, name, told):
    assert download(olive, cast, put(cast.owner, cast.acme, name)).headers["Content-Disposition"] == told


@pytest.mark.parametrize(
    ("asked", "part", "told"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=-99", b"0123456789", "bytes 0-9/10"),
    ],
)
def test_a_part_can_be_asked_for(cast, olive, letter, asked, part, told):
    answer = download(olive, cast, letter, range=asked)
    assert answer.status_code == 206
    assert bytes_of(answer) == part
    assert answer.headers["Content-Range"] == told
    assert answer.headers["Content-Length"] == str(len(part))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=-0", "bytes=99-100"])
def test_a_part_that_is_not_there_is_416(cast, olive, letter, asked):
    answer = download(olive, cast, letter, range=asked)
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */10"


@pytest.mark.parametrize("asked", ["bytes=3-1", "bytes=-", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "bytes=²-3"])
def test_a_range_that_makes_no_sense_brings_all(cast, olive, letter, asked):
    answer = download(olive, cast, letter, range=asked)
    assert answer.status_code == 200
    assert bytes_of(answer) == b"0123456789"


def test_if_range_brings_all_once_the_bytes_have_changed(cast, olive, letter):
    tag = download(olive, cast, letter).headers["ETag"]
    assert download(olive, cast, letter, range="bytes=0-1", if_range=tag).status_code == 206
    upload = begin(cast.owner, cast.acme, None, "x.txt", 3, document=letter)
    append(cast.owner, upload, io.BytesIO(b"abc"), 0)
    changed = download(olive, cast, letter, range="bytes=0-1", if_range=tag)
    assert (changed.status_code, bytes_of(changed)) == (200, b"abc")


def test_head_tells_the_size_and_is_no_download(cast, olive, letter):
    before = Event.objects.filter(name="file.downloaded").count()
    answer = olive.head(firm_url("file-download", cast.acme, letter))
    assert answer.headers["Content-Length"] == "10"
    assert Event.objects.filter(name="file.downloaded").count() == before
    download(olive, cast, letter)
    assert Event.objects.filter(name="file.downloaded").count() == before + 1


def test_a_zip_holds_what_was_ticked(cast, olive, letter):
    other = put(cast.owner, cast.acme, "Über.txt", b"more")
    answer = olive.get(firm_url("files-zip", cast.acme), {"document": [letter.pk, other.pk]})
    assert "Acme Bakery LLC.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(bytes_of(answer))) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == {
            "Letter.txt": b"0123456789",
            "Über.txt": b"more",
        }


def test_a_preview_is_a_picture_and_page_two_of_one_is_page_one(cast, olive, letter):
    show_page(letter.current)
    url = firm_url("version-preview", cast.acme, letter, letter.current)
    for page in ("", "?page=1", "?page=2", "?page=x"):
        answer = olive.get(url + page)
        assert (answer.headers["Content-Type"], answer.content) == ("image/jpeg", b"A picture of a secret")
        assert "sandbox" in answer.headers["Content-Security-Policy"]


WAYS = {
    "staff": ["file", "file-download", "version-download", "version-preview", "files-zip", "client-files"],
    "client": ["portal-file", "portal-file-download", "portal-file-preview", "portal-files-zip", "portal-files"],
}
OUTSIDERS = {
    "staff": ["nobody", "rita", "carla", "bob", "ed", "pia", "rosa"],
    "client": ["nobody", "olive", "sam", "rita", "bob", "ed", "pia", "rosa"],
}
INSIDERS = {"staff": ["olive", "stan", "sam", "vic"], "client": ["carla"]}


@pytest.fixture
def ask(cast):
    world = make_world(cast)

    def answer(who, way, whose="acme"):
        ids, browser, user = world.ids[whose], Browser(raise_request_exception=False), world.users[who]
        if user:
            browser.force_login(user, BACKEND)
        keys = ["client_id", *(["document_id"] if "zip" not in way and not way.endswith("files") else [])]
        keys += ["version_id"] if way.startswith("version") else []
        return browser.get(reverse(way, kwargs={key: ids[key] for key in keys}), {"document": ids["document_id"]})

    return answer


@pytest.mark.parametrize("face", WAYS)
def test_who_is_not_concerned_gets_no_byte_in_any_way(ask, face):
    for way in WAYS[face]:
        for who in OUTSIDERS[face]:
            answer = ask(who, way)
            assert answer.status_code == (302 if who == "nobody" else 404), (who, way)
            assert SECRET not in bytes_of(answer), (who, way)
            assert b"secret" not in bytes_of(answer), (who, way)


@pytest.mark.parametrize("way", WAYS["staff"])
def test_scoped_staff_get_no_byte_of_another_client(ask, way):
    assert ask("sam", way, whose="beta").status_code == 404
    assert ask("sam", way).status_code == 200


@pytest.mark.parametrize("face", WAYS)
def test_who_is_concerned_gets_it_in_every_way(ask, face):
    for way in WAYS[face]:
        for who in INSIDERS[face]:
            assert ask(who, way).status_code == 200, (who, way)


def test_a_client_gets_neither_firm_only_files_nor_older_versions_nor_the_bin(cast, letter):
    _, browser = come_in(cast, cast.acme)
    url = reverse("portal-file-download", args=[cast.acme.pk, letter.pk])
    assert browser.get(url).status_code == 404
    share_now(letter)
    assert bytes_of(browser.get(url)) == b"0123456789"
    old = firm_url("version-download", cast.acme, letter, letter.current)
    assert browser.get(old).status_code == 404
    delete(cast.owner, documents=[letter])
    for name in ("portal-file-download", "portal-file-preview", "portal-file"):
        assert browser.get(reverse(name, args=[cast.acme.pk, letter.pk])).status_code == 404
    assert browser.get(reverse("portal-files-zip", args=[cast.acme.pk]), {"document": letter.pk}).status_code == 404


def test_an_inactive_client_has_no_bytes(cast, letter):
    _, browser = come_in(cast, cast.acme)
    share_now(letter)
    cast.acme.inactive_at = letter.shared_at
    cast.acme.save(update_fields=["inactive_at"])
    assert browser.get(reverse("portal-file-download", args=[cast.acme.pk, letter.pk])).status_code == 404


def test_a_zip_whose_storage_is_away_is_a_sentence_and_no_torn_zip(cast, olive, settings, tmp_path):
    settings.FILES = {"kind": "local", "root": str(tmp_path / "files")}
    (tmp_path / "files").mkdir()
    letter = put(cast.owner, cast.acme, "Letter.txt", b"0123456789")
    (tmp_path / "files").rename(tmp_path / "away")
    answer = olive.get(firm_url("files-zip", cast.acme), {"document": letter.pk})
    assert answer.status_code == 409
    assert "The place where files are kept does not answer." in answer.content.decode()


def test_a_zip_that_breaks_off_is_shorter_than_was_said(cast, olive, settings, tmp_path):
    settings.FILES = {"kind": "local", "root": str(tmp_path / "files")}
    (tmp_path / "files").mkdir()
    letters = [put(cast.owner, cast.acme, f"{name}.txt", b"0123456789" * 200_000) for name in "ab"]
    asked = firm_url("files-zip", cast.acme), {"document": [letter.pk for letter in letters]}
    whole = olive.get(*asked)
    assert len(bytes_of(whole)) == int(whole.headers["Content-Length"])
    answer = olive.get(*asked)
    (tmp_path / "files").rename(tmp_path / "away")
    came: list[int] = []
    with pytest.raises(StorageAway):
        came.extend(map(len, answer.streaming_content))
    assert 2_000_000 < sum(came) < int(answer.headers["Content-Length"])
