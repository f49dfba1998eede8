"""Which column holds which field: guessed, chosen on the screen, and remembered for the next file like it."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from latchstring.clients.importing import fields
from latchstring.clients.models import ImportMapping

type Columns = dict[str, int]  # field to column


class BadMapping(ValueError):
    """A sentence that says what a mapping lacks."""


def keys(headers: list[str]) -> list[str]:
    """What each header is remembered by; the second "Email" is another one than the first."""
    seen: dict[str, int] = {}
    found = []
    for header in headers:
        key = fields.key(header)
        seen[key] = seen.get(key, 0) + 1
        found.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return found


def propose(firm_id: UUID, headers: list[str]) -> Columns:
    """What this firm chose for the same set of headers, else a guess."""
    remembered = ImportMapping.objects.filter(firm_id=firm_id, headers_digest=_digest(headers)).first()
    if not remembered:
        return {field: column for column, field in fields.guess(headers).items()}
    chosen = (remembered.mapping.get(key, "") for key in keys(headers))
    return {field: column for column, field in enumerate(chosen) if field in fields.LABELS}


def remember(firm_id: UUID, headers: list[str], columns: Columns) -> None:
    by_column = {column: field for field, column in columns.items()}
    mapping = {key: by_column.get(column, "") for column, key in enumerate(keys(headers))}
    ImportMapping.objects.update_or_create(
        firm_id=firm_id, headers_digest=_digest(headers), defaults={"mapping": mapping}
    )


def check(columns: Mapping[str, int]) -> None:
    """Raise BadMapping unless a client's name can be found."""
    if not {"name", "last_name", "contact_name"} & set(columns):
        raise BadMapping(_("Choose the column that holds the client’s name."))


def _digest(headers: list[str]) -> bytes:
    return hashlib.sha256("\n".join(sorted(keys(headers))).encode()).digest()
