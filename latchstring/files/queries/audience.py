"""Who can see what is shared with a client."""

from dataclasses import dataclass

from latchstring.clients.models import Client
from latchstring.policy.actions import Action
from latchstring.policy.scopes import opens
from latchstring.portals.models import Access, PortalUser


@dataclass(frozen=True, slots=True)
class Audience:
    """``now`` see it at once, ``invited`` as soon as they accept; the access of ``shut`` does not include files."""

    now: list[PortalUser]
    invited: list[PortalUser]
    shut: list[PortalUser]

    def __len__(self) -> int:
        return len(self.now) + len(self.invited)


def people_with_access(client: Client) -> Audience:
    """The people of a client's portal, by name."""
    live = Access.objects.live().filter(client=client).select_related("person").order_by("person__sort_name")
    rows = [(row, opens(row.scope, Action.FILES_VIEW)) for row in live]
    return Audience(
        now=[row.person for row, open_ in rows if open_ and row.accepted_at],
        invited=[row.person for row, open_ in rows if open_ and not row.accepted_at],
        shut=[row.person for row, open_ in rows if not open_],
    )
