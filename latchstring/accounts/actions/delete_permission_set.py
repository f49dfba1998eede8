"""Delete a permission set that nobody has."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import PermissionSet
from latchstring.accounts.team import BadTeam, Team
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor


@transaction.atomic
def delete_permission_set(actor: Actor, set_id: UUID) -> str:
    """Its name; twice is once. Raises BadTeam while somebody has it, also somebody who has left."""
    team = Team(actor)
    chosen = PermissionSet.objects.select_for_update().filter(firm_id=actor.firm_id, pk=set_id).first()
    if chosen is None:
        return ""
    holders = [member.name for member in team.members.values() if member.permission_set_id == chosen.pk]
    if holders:
        raise BadTeam(_("%s has this permission set. Give them another role first.") % ", ".join(holders))
    record(actor, Name.PERMISSIONS_DELETED, Entry(subject_id=chosen.pk, detail={"name": chosen.name}))
    chosen.delete()
    return chosen.name
