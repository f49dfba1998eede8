"""The settings of files: a wrong value is one sentence that names the setting."""

import base64

import pytest

from latchstring.config import files
from latchstring.config.env import BadSetting


def test_files_are_in_the_data_folder_or_where_the_url_says(tmp_path):
    assert files.from_url("local:", tmp_path) == {"kind": "local", "root": str(tmp_path / "files")}
    elsewhere = files.from_url(f"local://{tmp_path}/other%20place", tmp_path)
    assert elsewhere["root"] == f"{tmp_path}/other place"
    assert (tmp_path / "other place").stat().st_mode & 0o777 == 0o700


def test_a_bucket_is_read_from_its_url(tmp_path):
    assert files.from_url(
        "s3://k%2Fey:se%40cret@My-Files/a/b?endpoint=https://s3.example:9000&region=eu", tmp_path
    ) == {
        "kind": "s3",
        "bucket": "My-Files",
        "prefix": "a/b",
        "endpoint": "https://s3.example:9000",
        "region": "eu",
        "key": "k/ey",
        "secret": "se@cret",
    }
    assert files.from_url("s3://bucket", tmp_path)["key"] == ""


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host/files",
        "files",
        "",
        "s3://",
        "s3:bucket",
        "s3://b?endpoint=s3.example",
        "s3://b?acl=public",
        "local://host/x",
    ],
)
def test_a_place_that_can_not_work_is_refused(url, tmp_path):
    with pytest.raises(BadSetting, match="LATCHSTRING_FILES_URL"):
        files.from_url(url, tmp_path)


def test_a_folder_that_can_not_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match=r"LATCHSTRING_FILES_URL: can't write in .*file/x"):
        files.from_url(f"local://{tmp_path}/file/x", tmp_path)


def test_the_first_start_makes_a_master_key_that_only_its_owner_reads(tmp_path):
    assert files.master_key("", tmp_path) == ""
    made = (tmp_path / "master-key").read_text()
    assert len(base64.urlsafe_b64decode(made)) == 32
    assert (tmp_path / "master-key").stat().st_mode & 0o777 == 0o600
    files.master_key("", tmp_path)
    assert (tmp_path / "master-key").read_text() == made


@pytest.mark.parametrize("given", ["short", "A" * 43 + "= A", "ä" * 44])
def test_a_master_key_that_is_none_is_named(given, tmp_path):
    with pytest.raises(BadSetting, match="LATCHSTRING_MASTER_KEY is not 32 bytes"):
        files.master_key(given, tmp_path)
    assert not (tmp_path / "master-key").exists()


def test_a_damaged_master_key_in_the_data_folder_is_named(tmp_path):
    (tmp_path / "master-key").write_text("x" * 50)
    with pytest.raises(BadSetting, match="master-key is not 32 bytes"):
        files.master_key("", tmp_path)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", {}),
        ("tcp://av.example", {"host": "av.example", "port": 3310}),
        ("tcp://[::1]:99", {"host": "::1", "port": 99}),
        ("unix:///run/clamd.ctl", {"path": "/run/clamd.ctl"}),
    ],
)
def test_the_scanner_is_read_from_its_url(url, found):
    assert files.clamd(url) == found


@pytest.mark.parametrize("url", ["clamd", "tcp://", "tcp://host:port", "unix:socket", "http://host"])
def test_a_scanner_that_can_not_work_is_refused(url):
    with pytest.raises(BadSetting, match="LATCHSTRING_CLAMD_URL: write"):
        files.clamd(url)
