"""A real name server on this machine that knows what a test has told it."""

import socket
import threading
from typing import Self

import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class NameServer(threading.Thread):
    """``records`` maps (name, kind) to values; a name without any does not exist; None answers nobody."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.records: dict[tuple[str, str], list[str]] | None = {}
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address = self.socket.getsockname()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.sendto(b"", self.address)
        self.join()
        self.socket.close()

    def run(self) -> None:
        while True:
            asked, peer = self.socket.recvfrom(4096)
            if not asked:
                return
            if self.records is not None:
                self.socket.sendto(self._answer(asked), peer)

    def _answer(self, asked: bytes) -> bytes:
        query = dns.message.from_wire(asked)
        [question] = query.question
        name, kind = question.name.to_text().rstrip("."), dns.rdatatype.to_text(question.rdtype)
        answer = dns.message.make_response(query)
        known = self.records or {}
        if values := known.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *values))
        elif not any(each == name for each, _ in known):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer.to_wire()
