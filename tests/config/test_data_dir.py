"""The data folder keeps the secrets that the first start makes: each installation's own, for its owner's eyes."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from latchstring.config import data_dir
from latchstring.config.env import BadSetting
from latchstring.kernel import crypto

SECRETS = [data_dir.secret_key, data_dir.master_key]


@pytest.mark.parametrize("secret", SECRETS)
def test_each_installation_makes_its_own_secret_once(secret, tmp_path):
    one, other = (data_dir.prepare(tmp_path / name) for name in ("one", "other"))
    first = secret(one)
    assert secret(one) == first
    assert secret(other) != first
    assert len(first) >= 43  # 256 bits


def test_the_master_key_is_one_that_wraps(tmp_path):
    assert [len(key) for key in crypto.parse(data_dir.master_key(tmp_path))] == [32]


@pytest.mark.parametrize("secret", SECRETS)
def test_nobody_else_on_the_machine_reads_what_is_in_the_folder(secret, tmp_path):
    folder = data_dir.prepare(tmp_path / "data")
    secret(folder)
    [file] = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("secret", SECRETS)
def test_two_first_starts_at_once_agree(secret, tmp_path):
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(secret, [tmp_path] * 24))) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_a_secret_that_was_cut_short_is_never_replaced(tmp_path: Path):
    (tmp_path / "secret-key").write_text("short")
    with pytest.raises(BadSetting, match=r"secret-key is damaged\. Restore it from a backup"):
        data_dir.secret_key(tmp_path)
    assert (tmp_path / "secret-key").read_text() == "short"


def test_a_data_folder_that_is_a_file_is_named(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(BadSetting, match=r"LATCHSTRING_DATA_DIR: can't write in .*data"):
        data_dir.prepare(tmp_path / "data")
