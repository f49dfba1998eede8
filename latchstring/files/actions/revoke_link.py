"""Close a secure link before its time."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import record
from latchstring.files.filing import entry_of
from latchstring.files.models import SecureLink
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def revoke_link(actor: Actor, link: SecureLink) -> None:
    """At once and for good; twice is the same as once."""
    row = SecureLink.objects.select_for_update(of=("self",)).select_related("document__client").get(pk=link.pk)
    actor.require(Action.FILES_SHARE, client=row.document.client)
    if row.revoked_at:
        return
    row.revoked_at, row.revoked_by = clock.now(), actor.member_id
    row.save(update_fields=["revoked_at", "revoked_by"])
    record(actor, Name.LINK_REVOKED, entry_of(actor, row.document, link=str(row.pk)))
