"""A client's files for the doors: one that the client sent, with a version, a preview, an upload and a link."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from latchstring.accounts.models import TeamMember
from latchstring.clients.models import Client
from latchstring.files import blobs
from latchstring.files.actions.add_folder import add_folder
from latchstring.files.actions.make_link import make_link
from latchstring.files.actions.upload import append, begin
from latchstring.files.content import preview_place
from latchstring.files.models import Document, Version
from latchstring.kernel import clock
from latchstring.policy.actor import Actor, client_actor
from latchstring.policy.licences import ALL_LICENCES
from latchstring.portals.models import Access
from tests.cast import actor_for

SECRET = b"A secret of "


def show_page(version: Version) -> None:
    """A preview of one page, as the worker would have kept it."""
    blobs.put(version.key_id, preview_place(version, 1), b"A picture of a secret")
    Version.objects.filter(pk=version.pk).update(pages=1)


def person_actor(access: Access) -> Actor:
    """Who an accepted person is in the portal of this client."""
    person = access.person
    return client_actor(
        firm_id=access.firm_id, user_id=person.user_id, person_id=person.pk, name=person.name,
        client_ids=frozenset({access.client_id}), licences=ALL_LICENCES,
    )  # fmt: skip


def put(actor: Actor, client: Client, name: str, content: bytes = b"Some text.", **where: Any) -> Document:
    """A whole upload by the real actions."""
    upload = begin(actor, client, where.pop("folder", None), name, len(content), **where)
    if upload.finished_as_id is None:
        upload = append(actor, upload, BytesIO(content), 0)
    return upload.finished_as


def ids_of(client: Client, access: Access, member: TeamMember) -> dict[str, Any]:
    """The document is the person's, who may rename and delete it; ``upload_id`` is each side's own."""
    staff, person = actor_for(member), person_actor(access)
    document = put(person, client, "W-2.txt", SECRET + client.name.encode())
    for_long = clock.now() + timedelta(hours=3)  # as long as the doors are knocked at, it is their own
    Document.objects.filter(pk=document.pk).update(created_at=for_long)
    show_page(document.current)
    link = make_link(staff, document, expires_at=clock.now() + timedelta(days=1), email="bank@x.example").link
    return {
        "folder_id": add_folder(staff, client, None, "Taxes").pk,
        "document_id": document.pk,
        "version_id": document.current_id,
        "upload_id": begin(staff, client, None, "big.pdf", 100).pk,
        "client:upload_id": begin(person, client, None, "big.pdf", 100).pk,
        "link_id": link.pk,
    }
