"""A client takes back what they asked, while nobody has answered."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor
from latchstring.portals import asking
from latchstring.portals.insight import require_knowing
from latchstring.portals.models import Answer, Ask


@transaction.atomic
def withdraw_ask(actor: Actor, ask: Ask) -> None:
    """Twice is once. Raises Refusal where the firm has answered."""
    require_knowing(actor, ask.client)
    actor.require_hands()
    if Ask.objects.visible_to(actor).filter(pk=ask.pk, answer=Answer.WITHDRAWN).exists():
        return
    ask = asking.take(actor, ask)
    asking.answer(actor, ask, Answer.WITHDRAWN)
    record(actor, Name.ASK_WITHDRAWN, Entry(ask.client_id, None, ask.pk, {"name": ask.name}))
