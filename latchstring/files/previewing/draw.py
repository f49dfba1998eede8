"""Has a version drawn by the child process, without its content ever lying on a disk."""

import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from latchstring.files.previewing import child

SECONDS = 60
LARGEST = 150 * 1024 * 1024
"""Bytes of a file that is drawn."""


class CantDraw(Exception):
    """``str()`` is the sentence that stands where the preview would."""


def draw(content_type: str, size: int, pieces: Iterable[bytes]) -> list[bytes]:
    """The pages as JPEGs, the first thirty at most. Raises CantDraw."""
    if size > LARGEST:
        raise CantDraw(_("This file is too large for a preview. Download it to open it."))
    with _memory() as content:
        for piece in pieces:
            content.write(piece)
        content.seek(0)
        return _pages(_run(content_type, content))


def _memory() -> BinaryIO:
    """A file that is nowhere, where the system has that."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("preview"), "w+b")
    return tempfile.TemporaryFile()


def _run(content_type: str, content: BinaryIO) -> bytes:
    command = [sys.executable, "-m", child.__name__, content_type]
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "MALLOC_ARENA_MAX": "2",
    }
    try:
        done = subprocess.run(  # noqa: S603
            command,
            stdin=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CantDraw(_("This file takes too long to show. Download it to open it.")) from error
    if done.returncode:
        raise CantDraw(_reason(done.returncode))
    return done.stdout


def _reason(code: int) -> str:
    if code == child.LOCKED:
        return _("This PDF needs a password, so there is no preview. Download it to open it.")
    if code == child.BROKEN:
        return _("This file is damaged or not complete, so there is no preview.")
    return _("This file takes too much time or memory to show. Download it to open it.")


def _pages(output: bytes) -> list[bytes]:
    pages = []
    while output:
        (size,) = struct.unpack(">I", output[:4])
        pages.append(output[4 : 4 + size])
        output = output[4 + size :]
    return pages
