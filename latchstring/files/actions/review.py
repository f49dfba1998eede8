"""Take what a client sent out of the File inbox."""

from collections.abc import Sequence

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import record_many
from latchstring.files.filing import entry_of
from latchstring.files.models import Document
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def review(actor: Actor, documents: Sequence[Document]) -> list[Document]:
    """Those that nobody had reviewed; they stay where they are among the client's files."""
    rows = Document.objects.select_for_update(of=("self",)).select_related("client").order_by("pk")
    waiting = rows.filter(person_id__isnull=False, reviewed_at=None, pk__in=[each.pk for each in documents])
    found = list(waiting)
    for document in found:
        actor.require(Action.FILES_EDIT, client=document.client)
    Document.objects.filter(pk__in=[each.pk for each in found]).update(
        reviewed_at=clock.now(), reviewed_by=actor.member_id
    )
    record_many(actor, Name.FILE_REVIEWED, [entry_of(actor, each) for each in found])
    return found
