"""All clients of a team member go to a colleague, in a handful of statements however many there are."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import TeamMember
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record, record_many
from latchstring.clients.models import Assignment, Client
from latchstring.clients.team import check
from latchstring.kernel.bulk import insert
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def hand_over(actor: Actor, member: TeamMember, to: TeamMember) -> int:
    """How many clients went: those assigned and those they were responsible for. Raises ValueError."""
    actor.require(Action.TEAM_MANAGE)
    if member.pk == to.pk:
        raise ValueError(_("Choose a colleague to hand the clients over to."))
    check(actor.firm_id, [to.pk])
    ours: Any = Client.objects.visible_to(actor)
    theirs = Assignment.objects.filter(firm_id=actor.firm_id, member_id=member.pk, client__in=ours)
    responsible = ours.filter(responsible=member)
    clients = set(theirs.values_list("client_id", flat=True)) | set(responsible.values_list("pk", flat=True))
    have = set(Assignment.objects.filter(member_id=to.pk).values_list("client_id", flat=True))
    new = ({"firm_id": actor.firm_id, "client_id": pk, "member_id": to.pk} for pk in sorted(clients - have))
    insert(Assignment, new)
    gone = list(theirs.values_list("client_id", flat=True))
    theirs.delete()
    for name, who, some in ((Name.MEMBER_UNASSIGNED, member, gone), (Name.MEMBER_ASSIGNED, to, sorted(clients - have))):
        record_many(actor, name, [Entry(pk, subject_id=who.pk, detail={"name": who.name}) for pk in some])
    Client.objects.filter(pk__in=responsible.values("pk")).update(responsible=to)
    if clients:
        detail = {"name": member.name, "to": to.name, "clients": len(clients)}
        record(actor, Name.CLIENTS_HANDED_OVER, Entry(subject_id=member.pk, detail=detail))
    return len(clients)
