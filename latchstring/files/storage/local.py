"""Files in a folder of this machine, or in one that all machines share."""

import errno
import os
import shutil
from collections.abc import Buffer, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from latchstring.files.refusals import Damaged, StorageAway, StorageFull
from latchstring.files.storage.base import PIECE

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
ROOM = 64 * 1024 * 1024
"""Bytes that an upload leaves free for the database."""


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise (StorageFull if error.errno in _FULL else StorageAway) from error


class Local:
    chunk = 1024 * 1024
    least = 1

    def __init__(self, root: str) -> None:
        self.root = Path(root)

    def put(self, place: str, data: Buffer) -> None:
        path = self._path(place)
        with _told():
            self._make_folder(path)
            draft = path.with_name(f"{path.name}.draft")
            try:
                _write(draft, 0, data)
                _sync(draft)
                draft.rename(path)
            except OSError:
                draft.unlink(missing_ok=True)
                raise

    def read(self, place: str, start: int, end: int) -> Iterator[bytes]:
        try:
            file = self._path(place).open("rb", buffering=0)
        except OSError as error:
            raise (Damaged if self.root.is_dir() else StorageAway) from error
        with file:
            file.seek(start)
            while start < end:
                with _told():
                    piece = file.read(min(PIECE, end - start))
                if not piece:
                    return
                start += len(piece)
                yield piece

    def begin(self, place: str, size: int) -> dict[str, Any]:
        with _told():
            self._make_folder(self._path(place))
            if shutil.disk_usage(self.root).free < size + ROOM:
                raise StorageFull
        return {}

    def grow(self, place: str, parts: dict[str, Any], at: int, data: Buffer) -> dict[str, Any]:
        with _told():
            _write(self._path(place), at, data)
        return parts

    def sync(self, place: str) -> None:
        with _told():
            _sync(self._path(place))

    def complete(self, place: str, parts: dict[str, Any]) -> None:
        with _told():
            _sync(self._path(place))
            _sync(self._path(place).parent)

    def remove(self, place: str) -> None:
        path = self._path(place)
        with _told():
            for each in path.parent.glob(f"{path.name}*"):
                each.unlink(missing_ok=True)

    def check(self) -> str:
        self.put("check/written", b"written")
        self.remove("check/written")
        return f"{self.root} can be written to"

    def _make_folder(self, path: Path) -> None:
        """Below the root only: where that is gone, a disk is not mounted, and its place is not to be filled."""
        self.root.stat()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    def _path(self, place: str) -> Path:
        return self.root / place


def _write(path: Path, at: int, data: Buffer) -> None:
    """What was behind ``at`` is gone afterwards; what can't be written whole is not there at all."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as file:
        file.truncate(at)
        file.seek(at)
        try:
            _write_all(file, data)
        except OSError:
            file.truncate(at)
            raise


def _write_all(file: Any, piece: Buffer) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[file.write(rest) :]


def _sync(path: Path) -> None:
    """A file's bytes, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
