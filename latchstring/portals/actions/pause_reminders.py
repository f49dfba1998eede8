"""Nobody of a client is reminded for as long as that is paused."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Client
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.models import ReminderPause


@transaction.atomic
def pause_reminders(actor: Actor, client: Client) -> None:
    """Twice is once. What was due meanwhile is one reminder when they are resumed."""
    actor.require(Action.INVITE_SEND, client=client)
    wanted = {"firm_id": client.firm_id, "paused_by": actor.member_id}
    _row, created = ReminderPause.objects.get_or_create(client=client, defaults=wanted)
    if created:
        record(actor, Name.REMINDERS_PAUSED, Entry(client_id=client.pk, detail={"name": client.name}))


@transaction.atomic
def resume_reminders(actor: Actor, client: Client) -> None:
    actor.require(Action.INVITE_SEND, client=client)
    gone, _rows = ReminderPause.objects.filter(client=client).delete()
    if gone:
        record(actor, Name.REMINDERS_RESUMED, Entry(client_id=client.pk, detail={"name": client.name}))
