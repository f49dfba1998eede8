"""Invite people to a client's portal, or send their pending invite again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction

from latchstring.clients.actions.set_contact_email import set_contact_email
from latchstring.clients.models import Client, Contact
from latchstring.firms.models import Firm
from latchstring.kernel.addresses import normalise
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import emails
from latchstring.portals import message as personal
from latchstring.portals.ends import NO_LIMITS, Limits
from latchstring.portals.granting import Sending, carry_out
from latchstring.portals.models import PortalUser
from latchstring.portals.planning import Decision, How, Reach, Reason, Target, decide
from latchstring.portals.queries.facts import known_about


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to let in; a typed email is kept on the contact where it has none."""

    email: str
    name: str = ""
    contact_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """``detail`` is a moment in ISO form, or the name of somebody else."""

    name: str
    reason: Reason
    detail: str = ""


@dataclass(slots=True)
class Outcome:
    sent: list[PortalUser] = field(default_factory=list)
    resent: list[PortalUser] = field(default_factory=list)
    linked: list[PortalUser] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


TRIES = 3


def invite(
    actor: Actor, client: Client, *, people: Sequence[Invitee], message: str = "", limits: Limits = NO_LIMITS
) -> Outcome:
    """Invite people to one client's portal. What comes of it, by what they are before:

    unknown               a person, access and an invite        sent
    pending here          a new link, the older one dies        resent
    expired here          the same                              resent
    pending elsewhere     access, a new link that opens both    sent
    accepted here         nothing                               skipped: already-user
    accepted elsewhere    access at once and a notice           linked
    removed               access and an invite, old links dead  sent
    email inactive        nothing                               skipped: email-inactive

    ``limits`` hold for everybody who is let in now or still waits. Raises BadAddress, BadMessage and BadEnd with a
    sentence.
    """
    actor.require(Action.INVITE_SEND, client=client)
    if limits:
        actor.require(Action.ACCESS_CHANGE, client=client)
    for _ in range(TRIES - 1):
        try:
            return _invite(actor, client, people, message, limits)
        except IntegrityError:  # a colleague invited the same person in the same moment
            continue
    return _invite(actor, client, people, message, limits)


@transaction.atomic
def _invite(actor: Actor, client: Client, people: Sequence[Invitee], message: str, limits: Limits) -> Outcome:
    firm = Firm.objects.get(pk=client.firm_id)
    note = personal.check(message)
    reaches = [_reach(client, each) for each in people]
    known = known_about(firm, {reach.address for reach in reaches}, [client.pk], member_id=actor.member_id, lock=True)
    before = {person.pk for person in known.people.values() if (person.pk, client.pk) in known.live}
    target = Target(client.pk, client.name, client.inactive_at, client.sort_name)
    decisions = [decide(known, target, reach, explicit=True) for reach in reaches]
    sender = emails.sender_for(actor, firm)
    letter = emails.invite_letter(firm, sender, note)
    carry_out(Sending(actor, firm, sender, letter, note, limits=limits), decisions)
    _keep_addresses(actor, client, people)
    return _outcome(decisions, before)


def _reach(client: Client, invitee: Invitee) -> Reach:
    contact = Contact.objects.filter(client=client, pk=invitee.contact_id).first() if invitee.contact_id else None
    email = invitee.email.strip()
    name = invitee.name.strip() or (contact.name if contact else "")
    first_name = contact.first_name if contact else ""
    return Reach(contact.pk if contact else None, name, first_name, email, normalise(email))


def _keep_addresses(actor: Actor, client: Client, people: Sequence[Invitee]) -> None:
    """What was typed for a contact without an email is that contact's email from now on."""
    typed = {each.contact_id: each.email for each in people if each.contact_id}
    if typed and actor.may(Action.EMAIL_CHANGE, client=client):
        for contact in Contact.objects.filter(client=client, pk__in=typed, address=""):
            set_contact_email(actor, contact, typed[contact.pk])


def _outcome(decisions: Sequence[Decision], before: set[UUID]) -> Outcome:
    outcome = Outcome()
    people = PortalUser.objects.in_bulk([each.person.pk for each in decisions if each.person])
    for each in decisions:
        if each.how is How.LINK and each.person:
            outcome.linked.append(people[each.person.pk])
        elif each.how is How.INVITE and each.person:
            (outcome.resent if each.person.pk in before else outcome.sent).append(people[each.person.pk])
        elif each.reason:
            outcome.skipped.append(Skipped(each.name, each.reason, each.detail))
    return outcome
