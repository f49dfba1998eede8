"""Hide files from the client again."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import record_many
from latchstring.clients.models import Client
from latchstring.files.emails import take_back
from latchstring.files.filing import entry_of
from latchstring.files.models import Document
from latchstring.files.refusals import NotPossible
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def unshare(actor: Actor, client: Client, documents: Sequence[Document]) -> list[Document]:
    """Those that were visible. Raises NotPossible for what the client sent."""
    actor.require(Action.FILES_SHARE, client=client)
    rows = Document.objects.select_for_update().order_by("pk")
    shown = list(rows.filter(client=client, shared_at__isnull=False, pk__in=[each.pk for each in documents]))
    if any(document.person_id for document in shown):
        raise NotPossible(_("The client sent this file, so the client can see it."))
    hidden = Document.objects.filter(pk__in=[each.pk for each in shown])
    hidden.update(shared_at=None, shared_by=None, changed_at=clock.now())
    take_back(client, shown)
    record_many(actor, Name.FILE_UNSHARED, [entry_of(actor, each) for each in shown])
    return shown
