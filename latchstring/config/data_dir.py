"""The folder that holds everything Latchstring writes, and the secrets made there on the first start."""

import base64
import os
import secrets
import tempfile
from pathlib import Path

from latchstring.config.env import BadSetting


def prepare(path: Path) -> Path:
    """Create the folder, for its owner only, and prove that something can be written there."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path, prefix=".probe-") as probe:
            probe.write(bytes(65_536))
            probe.flush()
    except OSError as error:
        raise BadSetting(f"LATCHSTRING_DATA_DIR: can't write in {path} ({error.strerror}).") from error
    return path


def secret_key(folder: Path) -> str:
    """The secret of this installation. Two first starts at once agree on one."""
    return _kept(folder / "secret-key", secrets.token_urlsafe(48))


def master_key(folder: Path) -> str:
    """The key that wraps the keys of firms; rotating it puts a new one above the old."""
    return _kept(folder / "master-key", base64.urlsafe_b64encode(os.urandom(32)).decode())


def _kept(file: Path, new: str) -> str:
    try:
        if not file.exists():
            _create(file, new)
        value = file.read_text().strip()
    except OSError as error:
        raise BadSetting(f"LATCHSTRING_DATA_DIR: can't keep a secret in {file} ({error.strerror}).") from error
    if len(value) < 32:
        raise BadSetting(f"LATCHSTRING_DATA_DIR: {file} is damaged. Restore it from a backup.")
    return value


def _create(file: Path, value: str) -> None:
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".secret-")  # mkstemp gives mode 0600
    try:
        with os.fdopen(handle, "w") as out:
            out.write(value)
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()


def prepare_files(path: Path) -> Path:
    """The folder of files, for its owner only."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadSetting(f"LATCHSTRING_FILES_URL: can't write in {path} ({error.strerror}).") from error
    return path
