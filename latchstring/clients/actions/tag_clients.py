"""Give tags to clients, or take them off."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.clients import details
from latchstring.clients.bulk.chosen import Chosen
from latchstring.clients.bulk.run import begin
from latchstring.clients.models import BulkChange, Tag
from latchstring.clients.search import fold
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def tag_clients(actor: Actor, clients: Chosen | Iterable[UUID], names: Iterable[str], *, on: bool = True) -> BulkChange:
    """Tags that are new to the firm are made. Raises ValueError with a sentence."""
    actor.require(Action.CLIENT_EDIT)
    wanted = _tags(actor, [name for name in names if name.strip()], make=on)
    what = {"tags": {tag_id.hex: name for tag_id, name in wanted.items()}}
    return begin(actor, "tag" if on else "untag", clients, value=", ".join(wanted.values()), what=what)


def _tags(actor: Actor, names: list[str], *, make: bool) -> dict[UUID, str]:
    if not names:
        raise ValueError(_("Type the name of a tag."))
    if any(len(name) > 60 for name in names):
        raise ValueError(_("A tag can have 60 characters at most. Shorten the long one."))
    if make:
        return {tag.pk: tag.name for tag in details.tags(actor.firm_id, names)}
    keys = {fold(name) for name in names}
    return {tag.pk: tag.name for tag in Tag.objects.filter(firm_id=actor.firm_id) if fold(tag.name) in keys}
