"""Leave everything as it is, and tell the client who asked."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import asking
from latchstring.portals.models import Answer, Ask


@transaction.atomic
def decline_ask(actor: Actor, ask: Ask, *, reason: str = "") -> Ask:
    """``reason`` is read by the client. Raises Refusal where it was answered meanwhile, BadAsk where it is too long."""
    actor.require(Action.ACCESS_REMOVE if ask.removes else Action.INVITE_SEND, client=ask.client)
    note = asking.words(reason, asking.LONGEST, "reason")
    ask = asking.take(actor, ask)
    asking.answer(actor, ask, Answer.DECLINED, note)
    record(actor, Name.ASK_DECLINED, Entry(ask.client_id, None, ask.pk, {"name": ask.name}))
    asking.tell_person(actor, ask)
    return ask
