"""How many clients each team member looks after, and what stays behind when one leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from latchstring.accounts.models import TeamMember
from latchstring.clients.models import Assignment, Client
from latchstring.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Caseload:
    """Active clients: ``responsible`` for so many, ``alone`` is how many of those assigned have nobody else."""

    assigned: int
    responsible: int
    alone: int

    @property
    def any(self) -> bool:
        return bool(self.assigned or self.responsible)


def assigned_counts(actor: Actor, member_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Clients for each member, in one statement."""
    rows = Assignment.objects.filter(firm_id=actor.firm_id, member_id__in=list(member_ids))
    return dict(rows.order_by().values_list("member_id").annotate(Count("id")))


def caseload(actor: Actor, member_id: UUID) -> Caseload:
    active = Client.objects.filter(firm_id=actor.firm_id, inactive_at=None)
    mine = Assignment.objects.filter(client=OuterRef("pk"), member_id=member_id)
    still_here = TeamMember.objects.filter(firm_id=actor.firm_id, deactivated_at=None).exclude(pk=member_id)
    others = Assignment.objects.filter(client=OuterRef("pk"), member_id__in=still_here.values("pk"))
    assigned = active.filter(Exists(mine))
    return Caseload(
        assigned=assigned.count(),
        responsible=active.filter(responsible=member_id).count(),
        alone=assigned.exclude(Exists(others)).count(),
    )
