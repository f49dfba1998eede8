"""Who on the team looks after a client, and so who of the scoped staff can see it."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from latchstring.accounts.models import TeamMember
from latchstring.clients.models import Assignment, Client
from latchstring.policy.roles import Role


def check(firm_id: UUID, member_ids: Iterable[UUID]) -> set[UUID]:
    """The ids, if every one is an active member of this firm's team. Raises ValueError."""
    wanted = set(member_ids)
    known = TeamMember.objects.filter(firm_id=firm_id, pk__in=wanted, deactivated_at=None)
    if len(known) != len(wanted):
        raise ValueError(_("One of these people is not on the team any more. Choose again."))
    return wanted


def set_team(client: Client, member_ids: set[UUID]) -> dict[str, list[str]]:
    """Assign exactly these members; who ``joined`` and who ``left``, as the log keeps it, empty where nobody did."""
    now = set(Assignment.objects.filter(client=client).values_list("member_id", flat=True))
    Assignment.objects.filter(client=client, member_id__in=now - member_ids).delete()
    Assignment.objects.bulk_create(
        Assignment(firm_id=client.firm_id, client=client, member_id=member_id) for member_id in member_ids - now
    )
    moved = {"joined": member_ids - now, "left": now - member_ids}
    return {name: sorted(each.hex for each in some) for name, some in moved.items() if some}


def team_of(client_id: UUID, firm_id: UUID) -> list[TeamMember]:
    """The members who hear of what this client sends: assigned or responsible, else the owner."""
    active = TeamMember.objects.filter(firm=firm_id, user__isnull=False, deactivated_at=None).select_related("user")
    wanted = set(Assignment.objects.filter(client=client_id).values_list("member_id", flat=True))
    wanted |= set(Client.objects.filter(pk=client_id).values_list("responsible_id", flat=True))
    return list(active.filter(pk__in=wanted - {None})) or list(active.filter(role=Role.OWNER))
