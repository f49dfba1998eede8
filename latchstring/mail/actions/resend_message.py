"""Send an email again, word for word, to the same address."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.mail.models import SECRET_FIELDS, Message, State
from latchstring.mail.outbox import Post, queue
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

OVER = (State.SENT, State.DELIVERED, State.FAILED, State.INACTIVE, State.WITHHELD, State.CANCELLED)
# What carries a secret, or speaks of a moment that is over, is asked for anew where it came from.
NEVER = frozenset({"invite", "team-invite", "reminder", "login-code", "link-code", "password-reset", "reactivated"})


class NotAgain(ValueError):
    """A sentence that says why, and what to do instead."""


def can_be_resent(message: Message) -> bool:
    return message.state in OVER and message.kind not in NEVER and not (SECRET_FIELDS & message.fields.keys())


@transaction.atomic
def resend_message(actor: Actor, message: Message) -> Message:
    """A new row with the same letter. Raises NotAgain, or AddressInactive with a sentence."""
    actor.require(Action.INVITE_SEND)
    if not can_be_resent(message):
        raise NotAgain(_("This email can’t be sent again as it was. Send a new one from where it came from."))
    fields = dict(message.fields)
    post = Post(
        message.to_address, message.to_name, fields, link_subject=message.link_subject, client_id=message.client_id
    )
    again = queue(actor.firm_id, message.letter, post, kind=message.kind)
    record(actor, Name.EMAIL_RESENT, Entry(message.client_id, subject_id=again.pk, detail={"name": message.to_address}))
    return again
