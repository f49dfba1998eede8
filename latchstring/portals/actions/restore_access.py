"""Give back access that was removed."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_many
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import emails, kept
from latchstring.portals.ends import given_back, in_data
from latchstring.portals.granting import Sending, carry_out
from latchstring.portals.models import Access, Invite, PortalUser
from latchstring.portals.planning import How, Known, Reach, Target, decide
from latchstring.portals.queries.facts import known_about


@transaction.atomic
def restore_access(actor: Actor, access: Access) -> Invite | None:
    """Undo one removal. Who had come in can come in again; who had not gets a new invite.

    No old link works again. None where no invite was needed, or none could be sent.
    """
    actor.require(Action.ACCESS_REMOVE, client=access.client)
    return _restore(actor, access.person, [access])


@transaction.atomic
def restore_person(actor: Actor, person: PortalUser) -> Invite | None:
    """Undo the last removal of a person, for every client it took them from that the actor sees."""
    actor.require(Action.ACCESS_REMOVE)
    gone = Access.objects.visible_to(actor).over().filter(person=person)
    last = gone.aggregate(last=Max("removed_at"))["last"]
    return _restore(actor, person, list(gone.filter(removed_at=last)))


def _restore(actor: Actor, person: PortalUser, rows: Sequence[Access]) -> Invite | None:
    firm = Firm.objects.get(pk=actor.firm_id)
    clients = [row.client_id for row in rows]
    known = known_about(firm, [person.address], clients, member_id=actor.member_id, lock=True)
    person = known.people[person.address]
    gone = list(Access.objects.over().filter(pk__in=[row.pk for row in rows]).select_related("client"))
    _give_back(actor, person, [row for row in gone if row.accepted_at and person.user_id])
    return _invite_again(actor, firm, known, person, [row for row in gone if not (row.accepted_at and person.user_id)])


def _give_back(actor: Actor, person: PortalUser, rows: Sequence[Access]) -> None:
    """As it was before; and somebody who is in at this firm is in everywhere they were invited to."""
    if not rows:
        return
    Access.objects.filter(pk__in=[row.pk for row in rows]).update(**given_back())
    waiting = Access.objects.live().filter(person=person, accepted_at=None)
    clients = {row.client_id for row in rows} | set(waiting.values_list("client_id", flat=True))
    waiting.update(accepted_at=clock.now())
    kept.touch(actor.firm_id, person_ids=[person.pk], client_ids=clients)
    person.refresh_from_db()
    detail = {"name": str(person), "restored": True, "opens": True}
    opened = Access.objects.filter(person=person, client__in=clients)
    entries = [Entry(row.client_id, person.pk, detail=detail | in_data(row.scope, row.ends_at)) for row in opened]
    record_many(actor, Name.ACCESS_GRANTED, entries)


def _invite_again(actor: Actor, firm: Firm, known: Known, person: PortalUser, rows: Sequence[Access]) -> Invite | None:
    known.people[person.address] = person
    reach = Reach(None, person.name, "", person.email, person.address)
    clients = [row.client for row in rows]
    targets = [Target(each.pk, each.name, each.inactive_at, each.sort_name) for each in clients]
    decisions = [decide(known, target, reach, explicit=True) for target in targets]
    sender = emails.sender_for(actor, firm)
    letter = emails.invite_letter(firm, sender, "")
    carry_out(Sending(actor, firm, sender, letter), decisions)
    left_out = [row for row, each in zip(rows, decisions, strict=True) if each.how is How.SKIP]
    if Access.objects.live().filter(person=person, accepted_at__isnull=False).exists():
        _give_back(actor, person, left_out)
    else:
        Access.objects.filter(pk__in=[row.pk for row in left_out]).update(**given_back())
        kept.touch(firm.pk, person_ids=[person.pk], client_ids=[row.client_id for row in left_out])
    if not any(each.how is How.INVITE for each in decisions):
        return None
    newest: Invite | None = Invite.objects.filter(person=person).order_by("-id").first()
    return newest
