"""Steps that many tests of files begin with."""

import os
from io import BytesIO

from latchstring.clients.models import Client
from latchstring.files.actions import upload as uploads
from latchstring.files.content import open_version
from latchstring.files.models import Document, Folder, Upload
from latchstring.policy.actor import Actor
from latchstring.portals.actors import client_actor_for
from tests.doors.world import make_person

PDF = b"%PDF-1.4\n% a small one\n"
BIG = PDF + os.urandom(20_000_000)


class Broken(BytesIO):
    """A line that breaks after so many bytes."""

    def __init__(self, content: bytes, after: int) -> None:
        super().__init__(content)
        self.after = after

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= self.after:
            raise ConnectionResetError
        return super().read(min(size or 0, self.after - self.tell()))


def sent(
    actor: Actor, client: Client, name: str = "W-2.pdf", content: bytes = PDF, folder: Folder | None = None
) -> Document:
    """Uploaded in one go."""
    upload = begun(actor, client, name, len(content), folder)
    if content:
        upload = uploads.append(actor, upload, BytesIO(content), 0)
    assert upload.finished_as
    return Document.objects.select_related("client", "folder", "current").get(pk=upload.finished_as_id)


def begun(actor: Actor, client: Client, name: str, length: int, folder: Folder | None = None) -> Upload:
    return uploads.begin(actor, client, folder, name, length)


def bytes_of(actor: Actor, document: Document, **span: int) -> bytes:
    return b"".join(open_version(actor, document.current, **span))


def portal_actor(client: Client, name: str = "Carla") -> Actor:
    """Somebody who has accepted access to this client."""
    user, _ = make_person(client, name)
    actor = client_actor_for(user, client.firm)
    assert actor
    return actor
