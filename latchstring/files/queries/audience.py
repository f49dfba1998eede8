"""Who can see what is shared with a client, and who on the team looks after it."""

from dataclasses import dataclass
from uuid import UUID

from latchstring.accounts.models import TeamMember
from latchstring.clients.models import Assignment, Client
from latchstring.policy.roles import Role
from latchstring.portals.models import Access, PortalUser


@dataclass(frozen=True, slots=True)
class Audience:
    """``now`` see it at once, ``invited`` as soon as they accept."""

    now: list[PortalUser]
    invited: list[PortalUser]

    def __len__(self) -> int:
        return len(self.now) + len(self.invited)


def people_with_access(client: Client) -> Audience:
    """The people of a client's portal, by name."""
    live = Access.objects.filter(client=client, removed_at=None).select_related("person").order_by("person__sort_name")
    rows = list(live)
    return Audience(
        now=[row.person for row in rows if row.accepted_at], invited=[row.person for row in rows if not row.accepted_at]
    )


def team_of(client_id: UUID, firm_id: UUID) -> list[TeamMember]:
    """The members who hear of what this client sends: assigned or responsible, else the owner."""
    active = TeamMember.objects.filter(firm=firm_id, user__isnull=False, deactivated_at=None).select_related("user")
    wanted = set(Assignment.objects.filter(client=client_id).values_list("member_id", flat=True))
    wanted |= set(Client.objects.filter(pk=client_id).values_list("responsible_id", flat=True))
    return list(active.filter(pk__in=wanted - {None})) or list(active.filter(role=Role.OWNER))
