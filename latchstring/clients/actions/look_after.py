"""Give a client to a team member to look after, or take it from them again."""

from django.db import transaction

from latchstring.accounts.models import TeamMember
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Assignment, Client
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def look_after(actor: Actor, client: Client, member: TeamMember) -> None:
    """Scoped staff see the client from their next request on. Twice is once."""
    actor.require(Action.TEAM_MANAGE, client=client)
    row = {"client": client, "member_id": member.pk}
    _found, new = Assignment.objects.get_or_create(**row, defaults={"firm_id": actor.firm_id})
    if new:
        record(actor, Name.MEMBER_ASSIGNED, Entry(client_id=client.pk, subject_id=member.pk, detail=_detail(member)))


@transaction.atomic
def stop_looking_after(actor: Actor, client: Client, member: TeamMember) -> None:
    """Nor is the member responsible for it any more. Twice is once."""
    actor.require(Action.TEAM_MANAGE, client=client)
    gone, _kinds = Assignment.objects.filter(client=client, member_id=member.pk).delete()
    dropped = Client.objects.filter(pk=client.pk, responsible=member).update(responsible=None)
    if gone or dropped:
        record(actor, Name.MEMBER_UNASSIGNED, Entry(client_id=client.pk, subject_id=member.pk, detail=_detail(member)))


def _detail(member: TeamMember) -> dict[str, str]:
    return {"name": member.name}
