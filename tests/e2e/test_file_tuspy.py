"""tuspy, a client that others wrote, against the server as it runs: cut off, resumed, resumed after a restart."""

import hashlib
import io
import random
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import pytest
import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from latchstring.cli.demo_firm.sign_ins import OWNER, PASSWORD
from tests.cli.shell import COMMAND, Shell, free_port
from tests.cli.test_serve import until

pytestmark = pytest.mark.slow
CONTENT = random.Random(5).randbytes(20_000_000)
HALF = 9_876_543


class Server:
    """The demo firm; ``start`` and ``stop`` keep the port and all data."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        log = self.folder / "serve.log"
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "--prepare", "--demo", "--port", str(self.port)],
                env=Shell(self.folder / "data").environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        until(lambda: "is ready at" in log.read_text())

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


class Person:
    """Somebody who is logged in, and the tus client that goes with it."""

    def __init__(self, server: Server, email: str) -> None:
        self.server, self.session = server, requests.Session()
        self.session.get(f"{server.url}/login/")
        said = {"email": email, "password": PASSWORD, "csrfmiddlewaretoken": self.session.cookies["csrf"]}
        answer = self.session.post(f"{server.url}/login/", said, headers={"Referer": f"{server.url}/login/"})
        assert "/login/" not in answer.url

    @property
    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.session.cookies.items())
        return {"Cookie": cookies, "X-CSRFToken": self.session.cookies["csrf"]}

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.server.url + path, timeout=60)

    def files_of_first_client(self) -> str:
        return re.findall(r'href="(/clients/[0-9a-f-]{36}/)"', self.get("/clients/").text)[0] + "files/"

    def tus(self, files: str) -> TusClient:
        return TusClient(f"{self.server.url}{files}tus/", headers=self.headers)


def uploader(client, content=CONTENT, **more):
    return client.uploader(file_stream=io.BytesIO(content), metadata={"filename": "books.dat"}, **more)


@pytest.fixture(scope="module")
def server(tmp_path_factory, migrated):
    folder = tmp_path_factory.mktemp("tus")
    shutil.copytree(migrated, folder / "data")
    running = Server(folder)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def olive(server):
    return Person(server, OWNER)


@pytest.fixture(scope="module")
def files(olive):
    return olive.files_of_first_client()


def arrived(olive, files):
    """The SHA-256 of the newest file called books, as it is downloaded."""
    page = olive.get(files).text
    ids = re.findall(rf'href="{files}([0-9a-f-]{{36}})/"', page)
    return [hashlib.sha256(olive.get(f"{files}{each}/download/").content).digest() for each in dict.fromkeys(ids)]


def cut_off(server, person, url, content):
    """A PATCH that promises everything and breaks off after some of it."""
    path = url.removeprefix(server.url)
    lines = [f"PATCH {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", "Tus-Resumable: 1.0.0", "Upload-Offset: 0"]
    lines += ["Content-Type: application/offset+octet-stream", f"Content-Length: {len(CONTENT)}"]
    lines += [f"{name}: {value}" for name, value in person.headers.items()]
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + content)


def test_in_one_go_and_in_pieces(server, olive, files):
    uploader(olive.tus(files)).upload()
    uploader(olive.tus(files), chunk_size=3_000_001).upload()
    wanted = hashlib.sha256(CONTENT).digest()
    assert arrived(olive, files).count(wanted) == 2


def test_cut_off_in_the_middle_it_goes_on_from_there(server, olive, files):
    before = arrived(olive, files).count(hashlib.sha256(CONTENT).digest())
    client = olive.tus(files)
    first = uploader(client)
    first.set_url(first.create_url())
    cut_off(server, olive, first.url, CONTENT[:HALF])
    until(lambda: uploader(client, url=first.url).offset > HALF - 2_000_000)
    resumed = uploader(client, url=first.url)
    assert 0 < resumed.offset <= HALF
    resumed.upload()
    assert arrived(olive, files).count(hashlib.sha256(CONTENT).digest()) == before + 1


def test_after_the_server_was_killed_and_started_again_it_goes_on(server, olive, files):
    before = arrived(olive, files).count(hashlib.sha256(CONTENT).digest())
    first = uploader(olive.tus(files), chunk_size=4_000_000)
    first.upload(stop_at=8_000_000)
    server.stop()
    with pytest.raises((TusCommunicationError, TusUploadFailed)):
        first.upload()
    server.start()
    resumed = uploader(olive.tus(files), url=first.url)
    assert resumed.offset == 8_000_000
    resumed.upload()
    assert arrived(olive, files).count(hashlib.sha256(CONTENT).digest()) == before + 1


def test_somebody_else_can_not_go_on_with_it(server, olive, files):
    first = uploader(olive.tus(files), chunk_size=1_000_000)
    first.upload_chunk()
    admin = Person(server, "admin@demo.test")
    with pytest.raises(TusCommunicationError):
        uploader(admin.tus(files), url=first.url)
    assert uploader(olive.tus(files), url=first.url).offset == 1_000_000


def test_a_client_sends_by_the_same_protocol(server):
    maria = Person(server, "maria@demo.test")
    home = maria.get("/portal/").url.removeprefix(server.url)
    uploader(maria.tus(f"{home}files/"), b"A receipt.").upload()
    assert "books.dat" in maria.get(f"{home}files/").text
