"""The parts of a client’s record, and what each of its pages has on top."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from latchstring.accounts.models import TeamMember
from latchstring.clients.models import Client, Note
from latchstring.files.models import Document
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    url: str
    count: int | None = None


def tabs(actor: Actor, client: Client) -> list[Tab]:
    """Files only where the actor may see them."""
    notes = Note.objects.visible_to(actor).filter(client=client, deleted_at=None).count()
    return [
        Tab("overview", _("Overview"), resolve_url("client", client.pk)),
        *([_files(actor, client)] if actor.may(Action.FILES_VIEW, client=client) else []),
        Tab("notes", _("Notes"), resolve_url("client-notes", client.pk), notes or None),
        Tab("activity", _("Activity"), resolve_url("client-activity", client.pk)),
    ]


def _files(actor: Actor, client: Client) -> Tab:
    files = Document.objects.visible_to(actor).filter(client=client, deleted_at=None).count()
    return Tab("files", _("Files"), resolve_url("client-files", client.pk), files or None)


def head(actor: Actor, client: Client) -> dict[str, Any]:
    """The context of ``_head.html``."""
    return {
        "client": client,
        "tabs": tabs(actor, client),
        "lead": _lead(client, [member.name for member in team_of(actor, client)]),
        "may_edit": actor.may(Action.CLIENT_EDIT, client=client),
    }


def team_of(actor: Actor, client: Client) -> list[TeamMember]:
    """Everybody assigned, the responsible one first."""
    ids = set(client.assignments.values_list("member_id", flat=True)) - {client.responsible_id}
    others = TeamMember.objects.visible_to(actor).filter(pk__in=ids).order_by("name")
    return [member for member in (client.responsible, *others) if member]


def _lead(client: Client, names: list[str]) -> str:
    first = f"{client.kind}. " if client.kind else ""
    if not names:
        return first + _("Nobody looks after this client yet.")
    return first + _("Looked after by %(names)s.") % {"names": in_a_row(names)}


def in_a_row(names: list[str]) -> str:
    """Ana, Ben and Cy."""
    *most, last = names
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last
