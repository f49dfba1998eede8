"""Uploads under way."""

from uuid import UUID

from latchstring.files.models import Upload
from latchstring.kernel import clock
from latchstring.policy.actor import Actor


def mine(actor: Actor, upload_id: UUID) -> Upload:
    """The upload that this very person began on this side. Raises Upload.DoesNotExist, also once it has expired."""
    if actor.user_id is None:
        raise Upload.DoesNotExist
    rows = Upload.objects.visible_to(actor).select_related("client", "finished_as")
    found: Upload = rows.get(pk=upload_id, user_id=actor.user_id, side=actor.kind, expires_at__gt=clock.now())
    return found
