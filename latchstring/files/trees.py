"""Folders and what lies below them."""

from uuid import UUID

from latchstring.files.models import Folder


def below(folder: Folder) -> dict[UUID, Folder]:
    """The folder and all folders within it, also those in the bin, by key."""
    every = {row.pk: row for row in Folder.objects.filter(client=folder.client_id)}
    found = {folder.pk: folder}
    grew = True
    while grew:
        inner = {pk: row for pk, row in every.items() if row.parent_id in found and pk not in found}
        found |= inner
        grew = bool(inner)
    return found
