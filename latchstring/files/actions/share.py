"""Make files visible to the client: with the invites of those who have no access yet, and the emails."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import record_many
from latchstring.clients.models import Client
from latchstring.files import emails
from latchstring.files.content import refuse_unoffered
from latchstring.files.filing import entry_of
from latchstring.files.models import Document, Scan
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.scopes import SCOPE_NAMES, opens
from latchstring.portals import message as personal
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.invite import Outcome as Invited
from latchstring.portals.ends import NO_LIMITS, Limits
from latchstring.portals.refusals import Refusal


@dataclass(slots=True)
class Outcome:
    """``told`` counts the people with access who get an email; ``invited`` is what became of the invites."""

    shared: list[Document] = field(default_factory=list)
    told: int = 0
    invited: Invited = field(default_factory=Invited)


@transaction.atomic
def share(
    actor: Actor,
    client: Client,
    documents: Sequence[Document],
    *,
    people: Sequence[Invitee] = (),
    message: str = "",
    limits: Limits = NO_LIMITS,
) -> Outcome:
    """In one transaction. What is visible already is not told again; what waits for the virus scan is shown after it.

    Raises NotOffered for a file with a virus, BadMessage, BadAddress, BadEnd, Refused, and Refusal for limits that
    shut the files.
    """
    actor.require(Action.FILES_SHARE, client=client)
    if people and not opens(limits.scope, Action.FILES_VIEW):
        raise Refusal(f"“{SCOPE_NAMES[limits.scope]}” does not include files. Choose what is open again.")
    personal.check(message)
    shared = _lock(client, documents)
    outcome = Outcome(shared=shared)
    if people:
        outcome.invited = invite(actor, client, people=people, message=message, limits=limits)
    if shared:
        _show(actor, shared)
        told_otherwise = {person.pk for person in outcome.invited.linked}
        outcome.told = emails.tell_people(actor, client, shared, message, but=told_otherwise)
    return outcome


def _lock(client: Client, documents: Sequence[Document]) -> list[Document]:
    rows = Document.objects.select_for_update(of=("self",)).select_related("current").order_by("pk")
    hidden = rows.filter(client=client, deleted_at=None, shared_at=None, pk__in=[each.pk for each in documents])
    found = list(hidden)
    for document in found:
        if document.current.scan == Scan.INFECTED:
            refuse_unoffered(document.current)
    return found


def _show(actor: Actor, documents: Sequence[Document]) -> None:
    now = clock.now()
    rows = Document.objects.filter(pk__in=[each.pk for each in documents])
    rows.update(shared_at=now, shared_by=actor.member_id, changed_at=now)
    record_many(actor, Name.FILE_SHARED, [entry_of(actor, each) for each in documents])
