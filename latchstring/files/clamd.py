"""Asks clamd about content, by INSTREAM (clamd(8)): chunks behind their length in four bytes, ended by a zero."""

import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings

TIMEOUT = 120
CHUNK = 1024 * 1024


class ScannerAway(Exception):
    """clamd does not answer, or not as clamd does."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``finding`` is the name of what was found, empty for nothing; ``too_large`` was not looked at whole."""

    finding: str = ""
    too_large: bool = False


def scan(pieces: Iterable[bytes]) -> Verdict:
    """Raises ScannerAway; what goes wrong with the pieces themselves is raised as it is."""
    with _connected() as line:
        try:
            line.sendall(b"zINSTREAM\0")
            for piece in pieces:
                for at in range(0, len(piece), CHUNK):
                    part = piece[at : at + CHUNK]
                    line.sendall(struct.pack(">I", len(part)) + part)
            line.sendall(bytes(4))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hangs up on what is too large, and says so
        except OSError as error:
            raise ScannerAway(str(error)) from error
        return _verdict(_answer(line))


def version() -> str:
    """What clamd says of itself. Raises ScannerAway."""
    with _connected() as line:
        with suppress(OSError):
            line.sendall(b"zVERSION\0")
        return _answer(line)


def _connected() -> socket.socket:
    where = settings.CLAMD
    try:
        if "path" in where:
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(TIMEOUT)
            line.connect(str(where["path"]))
            return line
        return socket.create_connection((str(where["host"]), int(where["port"])), timeout=TIMEOUT)
    except OSError as error:
        raise ScannerAway(str(error)) from error


def _answer(line: socket.socket) -> str:
    said = b""
    try:
        while not said.endswith(b"\0") and (piece := line.recv(4096)):
            said += piece
    except OSError as error:
        raise ScannerAway(str(error)) from error
    return said.rstrip(b"\0\n").decode(errors="replace")


def _verdict(answer: str) -> Verdict:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Verdict()
    if said.endswith(" FOUND"):
        return Verdict(finding=said.removesuffix(" FOUND")[:200])
    if "size limit exceeded" in said:
        return Verdict(too_large=True)
    raise ScannerAway(said or "clamd hung up.")
