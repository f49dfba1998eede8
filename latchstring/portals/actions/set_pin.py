"""Set, change or take away one's own PIN, which is asked for where several people share a login."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.emails import post
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import pins, sessions
from latchstring.portals.actions.set_passkey import Unproven
from latchstring.portals.models import PortalUser
from latchstring.portals.pins import WrongPin


class BadPin(ValueError):
    """A sentence that says what is wrong; ``field`` is where."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


def set_pin(actor: Actor, *, current: str, new: str, proved: bool = False, keep: str = "") -> None:
    """An empty ``new`` takes it away; ``keep`` is the key of the session that goes on.

    Raises BadPin, or Unproven where there is no PIN yet but a passkey, and that was not shown just now (``proved``).
    """
    actor.require(Action.PORTAL_ENTER)
    actor.require_hands()
    me: Any = actor.person_id
    if new and not pins.well_formed(new):
        raise BadPin("new", _("A PIN has 4 to 8 digits, not all the same and not in a row like 1234."))
    person = PortalUser.objects.get(pk=me)
    if person.is_locked and not person.pin and not proved:
        raise Unproven
    if person.pin:
        try:
            pins.check(me, current)
        except WrongPin as error:
            shut = _("There were too many wrong PINs. Ask your firm to reset it.")
            raise BadPin("current", shut if error.shut else _("This is not your PIN.")) from error
    _write(actor, make_password(new) if new else "", keep)


@transaction.atomic
def _write(actor: Actor, pin: str, keep: str) -> None:
    who: Any = actor.person_id
    person: PortalUser = PortalUser.objects.select_for_update().select_related(None).get(pk=who)
    person.pin, person.pin_tries = pin, 0
    person.save(update_fields=["pin", "pin_tries"])
    sessions.end([person.pk], but=keep)
    record(actor, Name.PIN_SET if pin else Name.PIN_REMOVED, Entry(person_id=person.pk, detail={"name": str(person)}))
    change = _("The PIN of %s was set.") if pin else _("The PIN of %s was taken away.")
    fields = {"email": person.email, "change": change % person}
    post(Firm.objects.get(pk=person.firm_id), "pin_changed", person.email, name=str(person), fields=fields)
