"""Where each thing that stops an invite is put right."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse


def email_url(client_id: UUID, contact_id: UUID | None, back: str = "") -> str:
    """Where a contact's email is typed; where there is no contact yet, a new one."""
    url = (
        reverse("contact-email", args=[client_id, contact_id])
        if contact_id
        else reverse("contact-new", args=[client_id])
    )
    return f"{url}?{urlencode({'next': back})}" if back else url


def fix_url(row: Any, back: str = "") -> str:
    """The page behind a row's fix: the email of the person or contact, the person, else the client."""
    contact_id = getattr(row, "contact_id", None)
    if row.fix == "Change email" and row.person_id:
        return reverse("user-email", args=[row.person_id]) + (f"?{urlencode({'next': back})}" if back else "")
    if row.fix in {"Add email", "Change email"} and row.client_id:
        return email_url(row.client_id, contact_id, back)
    if row.person_id:
        return reverse("user-activity", args=[row.person_id])
    return reverse("client", args=[row.client_id]) if row.client_id else ""


def with_fixes(rows: Iterable[Any], back: str = "") -> list[tuple[Any, str]]:
    return [(row, fix_url(row, back) if row.fix else "") for row in rows]
