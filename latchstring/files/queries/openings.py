"""What of a client record was opened, as far as one of its people may know: from the log, newest first."""

from uuid import UUID

from django.db.models import Q

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.clients.models import Client
from latchstring.files.models import Document
from latchstring.policy.actor import Actor, Kind
from latchstring.portals.models import Access

_FILES = (Name.FILE_VIEWED, Name.FILE_DOWNLOADED, Name.LINK_OPENED)


def openings(actor: Actor, client: Client, limit: int, *, before: UUID | None = None) -> list[Event]:
    """Files count that are shown to this person now, and what they opened themselves; logins those of people who
    have access, since they have it."""
    shown = Document.objects.visible_to(actor).filter(client=client).values("pk")
    mine = Q(actor_kind=Kind.CLIENT, actor_id=actor.person_id)
    files = Q(client_id=client.pk, name__in=_FILES) & (Q(subject_id__in=shown) | mine)
    looks = Q(client_id=client.pk, name=Name.VIEWED_AS)
    rows = Event.objects.filter(files | looks | _logins(client), firm=actor.firm_id)
    if before:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:limit])


def _logins(client: Client) -> Q:
    found = Q(pk__in=())
    for person_id, since in Access.objects.open().filter(client=client).values_list("person_id", "accepted_at"):
        found |= Q(name=Name.LOGGED_IN, person_id=person_id, created_at__gte=since)
    return found
