"""What was opened, in the words that a client reads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.clients.models import Client
from latchstring.files.queries.openings import openings
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor, Kind

PAGE = 20
_ICONS = {Name.FILE_VIEWED: "eye", Name.FILE_DOWNLOADED: "download", Name.LINK_OPENED: "link", Name.VIEWED_AS: "eye"}


@dataclass(frozen=True, slots=True)
class Opening:
    id: UUID
    icon: str
    who: str
    words: str
    at: datetime


def page_of(
    actor: Actor, firm: Firm, client: Client, *, before: UUID | None = None
) -> tuple[list[Opening], UUID | None]:
    """A page of them, and where the next one begins."""
    found = openings(actor, client, PAGE + 1, before=before)
    onward = found[PAGE - 1].pk if len(found) > PAGE else None
    return [_opening(actor, firm, event) for event in found[:PAGE]], onward


def _opening(actor: Actor, firm: Firm, event: Event) -> Opening:
    name = event.detail.get("name", "")
    words = {
        Name.FILE_VIEWED: _("looked at %s"),
        Name.FILE_DOWNLOADED: _("downloaded %s"),
        Name.LINK_OPENED: _("downloaded %s"),
        Name.VIEWED_AS: _("looked at the portal as %s"),
        Name.LOGGED_IN: _("logged in"),
    }[Name(event.name)]
    said = words % name if "%s" in words else words
    return Opening(event.pk, _ICONS.get(Name(event.name), "lock"), _who(actor, firm, event), said, event.created_at)


def _who(actor: Actor, firm: Firm, event: Event) -> str:
    if event.name == Name.LINK_OPENED:
        return _("Somebody with a secure link")
    if event.actor_kind == Kind.STAFF:
        return _("%(name)s of %(firm)s") % {"name": event.actor_name, "firm": firm.name}
    return _("You") if event.actor_id == actor.person_id else event.actor_name
