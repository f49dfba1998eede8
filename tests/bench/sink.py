"""A mail server that takes everything, at once or after a pause a command, and counts it, in a process of its own."""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from subprocess import PIPE, Popen

_REPLIES = {b"MAIL": b"250 OK\r\n", b"RCPT": b"250 OK\r\n", b"RSET": b"250 OK\r\n", b"NOOP": b"250 OK\r\n"}
_HELLO = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
_END = b"\r\n.\r\n"


@dataclass
class Counts:
    connections: int = 0
    messages: int = 0
    size: int = 0
    first: float = 0.0
    last: float = 0.0


class Session(asyncio.Protocol):
    def __init__(self, counts: Counts, pause: float) -> None:
        self.counts, self.pause = counts, pause
        self.free_at = 0.0
        self.waiting = bytearray()
        self.in_content = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.write(b"220 sink\r\n")

    def write(self, reply: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(reply)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        replies = []
        while (reply := self.content() if self.in_content else self.command()) is not None:
            replies.append(reply)
        if self.pause:
            self.write_later(replies)
        elif replies:
            self.write(b"".join(replies))

    def write_later(self, replies: list[bytes]) -> None:
        """One command after the other, each after its pause."""
        loop = asyncio.get_running_loop()
        for reply in replies:
            self.free_at = max(self.free_at, loop.time()) + self.pause
            loop.call_at(self.free_at, self.write, reply)

    def content(self) -> bytes | None:
        end = self.waiting.find(_END)
        if end < 0:
            return None
        del self.waiting[: end + len(_END)]
        self.in_content = False
        counts = self.counts
        counts.last = time.time()
        counts.first = counts.first or counts.last
        counts.messages += 1
        counts.size += end
        return b"250 Taken\r\n"

    def command(self) -> bytes | None:
        end = self.waiting.find(b"\r\n")
        if end < 0:
            return None
        verb = bytes(self.waiting[:4]).upper()
        del self.waiting[: end + 2]
        if verb == b"DATA":
            self.in_content = True
            return b"354 Go ahead\r\n"
        if verb in (b"EHLO", b"HELO"):
            self.counts.connections += 1
            return _HELLO
        if verb == b"QUIT":
            self.transport.close()
            return b"221 Bye\r\n"
        return _REPLIES.get(verb, b"500 What\r\n")


async def serve(pause: float) -> None:
    """Print the port, then for each line read the counts since the last one."""
    counts = Counts()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Session(counts, pause), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    while await loop.run_in_executor(None, sys.stdin.readline):
        sys.stdout.write(f"{counts.connections} {counts.messages} {counts.size} {counts.first} {counts.last}\n")
        sys.stdout.flush()
        counts.__init__()  # type: ignore[misc]


class Sink:
    def __init__(self, process: Popen[str]) -> None:
        self.process = process
        self.port = int(self._line())

    def counts(self) -> Counts:
        """Since the last question."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        connections, messages, size, first, last = self._line().split()
        return Counts(int(connections), int(messages), int(size), float(first), float(last))

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@contextmanager
def sink(pause: float = 0.0) -> Iterator[Sink]:
    """``pause``: seconds that each command takes."""
    with Popen([sys.executable, "-m", "tests.bench.sink", str(pause)], stdin=PIPE, stdout=PIPE, text=True) as process:
        try:
            yield Sink(process)
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
