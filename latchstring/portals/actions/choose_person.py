"""“Who is here?”: one of the people who share a login says so, and shows their PIN where they have one."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor
from latchstring.portals import pins
from latchstring.portals.household import Member
from latchstring.portals.pins import WrongPin


def choose_person(member: Member, *, pin: str = "") -> Actor:
    """Raises WrongPin, after ten wrong ones in a row even for the right one."""
    actor = member.actor
    entry = Entry(person_id=actor.person_id, detail={"name": actor.name})
    if member.locked and actor.person_id:
        try:
            pins.check(actor.person_id, pin)
        except WrongPin as error:
            with transaction.atomic():
                record(actor, Name.PIN_SHUT if error.shut else Name.PIN_WRONG, entry)
            raise
    with transaction.atomic():
        record(actor, Name.PERSON_CHOSEN, entry)
    return actor
