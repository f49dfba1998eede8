"""What every change to a second factor has in common: one at a time, noted, told, and other sessions end."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from latchstring.accounts import sessions
from latchstring.accounts.emails import post
from latchstring.accounts.models import User
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor

CHANGES = {
    Name.FACTOR_ADDED: gettext_noop("%s was added"),
    Name.FACTOR_REMOVED: gettext_noop("%s was removed"),
    Name.RECOVERY_CODES_MADE: gettext_noop("%s were made"),
}


def lock(actor: Actor) -> User:
    """The login of the actor, while nobody else changes its factors."""
    actor.require_hands()
    mine: Any = actor.user_id
    user: User = User.objects.select_for_update().get(pk=mine)
    return user


def note(actor: Actor, user: User, name: Name, what: str, *, keep: str) -> None:
    """``keep`` is the key of the session that goes on."""
    sessions.end_all(user.pk, but=keep)
    detail = {"name": actor.name, "what": what}
    record(actor, name, Entry(subject_id=actor.member_id, person_id=actor.person_id, detail=detail))
    firm = Firm.objects.get(pk=actor.firm_id)
    fields = {"email": user.email, "change": _(CHANGES[name]) % what}
    post(firm, "second_factor", user.email, name=user.name, fields=fields)
