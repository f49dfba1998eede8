"""A large file up and down through the server, beside cp and nginx; the server's memory; how long sharing takes."""

import http.client
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from latchstring.accounts.models import TeamMember, User
from latchstring.clients.models import Client
from latchstring.files.actions import upload as uploads
from latchstring.files.actions.share import share
from latchstring.files.models import Document
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor
from tests.bench.figures import figure
from tests.bench.memory import _command, _descendants
from tests.bench.people import firm_with_people
from tests.bench.web import Browser, web_server
from tests.cast import actor_for
from tests.postgres import free_port

MIB = 1024 * 1024
SHARED = (1, 10, 100)
TOKEN = "b" * 32


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    """A file of ``n`` MiB; rates are in MiB a second, ``beside`` is nginx, or cp before and after the
    upload: a machine writes faster while it has fresh memory for it."""
    firm = firm_with_people(10)
    client = Client.objects.filter(firm=firm).first()
    source = written(settings.DATA_DIR / "source.bin", n)
    with web_server() as port:
        yield figure("memory of the web server, idle", n, db, peak("granian"), "MB")
        visitor = Visitor(port, User.objects.get(email__startswith="olive@"))
        before = copy_rate(source, n)
        up = visitor.send(client, source, n)
        copied = (before + copy_rate(source, n)) / 2
        yield figure("upload through the server, beside cp", n, db, up, "MiB/s", copied)
        document = Document.objects.get(client=client)
        where = reverse("file-download", kwargs={"client_id": client.pk, "document_id": document.pk})
        down = visitor.fetch(where, n)
        yield figure("download through the server, beside cp", n, db, down, "MiB/s", copied)
        yield from beside_nginx(source, n, db, down)
        yield figure("memory of the web server, at its peak", n, db, peak("granian"), "MB")
    yield from sharing(firm, client, db)


def written(path: Path, n: int) -> Path:
    with path.open("wb") as file:
        for _ in range(n):
            file.write(os.urandom(MIB))
    return path


def copy_rate(source: Path, n: int) -> float:
    """cp, until the copy is on the disk as an upload is."""
    start = time.perf_counter()
    subprocess.run(["cp", source, source.with_suffix(".copy")], check=True)
    subprocess.run(["sync", source.with_suffix(".copy")], check=True)
    rate = n / (time.perf_counter() - start)
    source.with_suffix(".copy").unlink()
    return rate


class Visitor(Browser):
    """A browser that sends and fetches what does not fit into memory."""

    def __init__(self, port: int, user: User | None = None) -> None:
        super().__init__(port, user)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600, blocksize=MIB)
        cookie = f"{self.headers.get('Cookie', '')}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.tus = {"Cookie": cookie, "X-CSRFToken": TOKEN, "Tus-Resumable": "1.0.0"}

    def send(self, client: Client, source: Path, n: int) -> float:
        """By tus, in one piece; MiB a second until it is a document."""
        begin = reverse("files-tus", kwargs={"client_id": client.pk})
        start = time.perf_counter()
        size = {"Upload-Length": str(n * MIB), "Upload-Metadata": "filename c291cmNlLmJpbg=="}
        self.connection.request("POST", begin, headers=self.tus | size)
        where = self._answer(201).getheader("Location")
        with source.open("rb") as file:
            more = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
            headers = self.tus | more | {"Content-Length": str(n * MIB)}
            self.connection.request("PATCH", str(where), file, headers)
            self._answer(204)
        return n / (time.perf_counter() - start)

    def fetch(self, path: str, n: int) -> float:
        start, got = time.perf_counter(), 0
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        while piece := answer.read(MIB):
            got += len(piece)
        if got != n * MIB:
            raise RuntimeError(f"{path} sent {got} bytes with status {answer.status}.")
        return n / (time.perf_counter() - start)

    def _answer(self, expected: int) -> http.client.HTTPResponse:
        answer = self.connection.getresponse()
        said = answer.read()
        if answer.status != expected:
            raise RuntimeError(f"The server answered {answer.status}: {said[:300]!r}")
        return answer


def beside_nginx(source: Path, n: int, db: str, down: float) -> Iterator[dict[str, Any]]:
    """Nothing where nginx is not installed."""
    command = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if command:
        with nginx(command, source.parent) as port:
            peer = Visitor(port).fetch(f"/{source.name}", n)
        yield figure("download through the server, beside nginx with the plain file", n, db, down, "MiB/s", peer)


@contextmanager
def nginx(command: str, root: Path) -> Iterator[int]:
    port, folder = free_port(), root / "nginx"
    folder.mkdir()
    temp = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = folder / "nginx.conf"
    conf.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/log; user root; events {{}}\n"
        f"http {{ access_log off; sendfile on; {temp} server {{ listen 127.0.0.1:{port}; root {root}; }} }}\n"
    )
    child = subprocess.Popen([command, "-p", folder, "-c", conf])
    try:
        for _ in range(100):
            try:
                Browser(port).get("/nothing")
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        child.terminate()
        child.wait(10)


def peak(word: str) -> float:
    """Megabytes that our descendants with this word in their command line have had at most, added up."""
    found = [pid for pid in _descendants(os.getpid()) if word in _command(pid)]
    return sum(_most(pid) for pid in found) / 1024


def _most(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def sharing(firm: Firm, client: Client, db: str) -> Iterator[dict[str, Any]]:
    """Milliseconds of the whole action, with the email to the people who have access."""
    actor = actor_for(TeamMember.objects.get(firm=firm))
    for count in SHARED:
        took = sorted(share_once(actor, client, count) for _ in range(5))
        yield figure(f"share {count} files", count, db, took[2], "ms")


def share_once(actor: Actor, client: Client, count: int) -> float:
    documents = []
    for number in range(count):
        upload = uploads.begin(actor, client, None, f"{number}.txt", 5)
        done = uploads.append(actor, upload, BytesIO(b"hello"), 0)
        documents.append(Document.objects.get(pk=done.finished_as_id))
    start = time.perf_counter()
    share(actor, client, documents)
    return (time.perf_counter() - start) * 1000
