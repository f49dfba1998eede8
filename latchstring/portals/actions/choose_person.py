"""“Who is here?”: one of the people who share a login says so, and shows their PIN or passkey where they have one."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor
from latchstring.portals import passkeys, pins
from latchstring.portals.household import Member
from latchstring.portals.passkeys import Answer, WrongPasskey
from latchstring.portals.pins import WrongPin


def choose_person(member: Member, *, pin: str = "", passkey: Answer | None = None) -> Actor:
    """Raises WrongPin, after ten wrong ones in a row even for the right one, or WrongPasskey."""
    actor = member.actor
    entry = Entry(person_id=actor.person_id, detail={"name": actor.name})
    try:
        _open(member, pin, passkey)
    except (WrongPin, WrongPasskey) as error:
        with transaction.atomic():
            record(actor, _name_of(error), entry)
        raise
    with transaction.atomic():
        record(actor, Name.PERSON_CHOSEN, entry)
    return actor


def _open(member: Member, pin: str, passkey: Answer | None) -> None:
    person_id = member.actor.person_id
    if not member.locked or person_id is None:
        return
    if passkey:
        passkeys.check(person_id, passkey)
    elif member.has_pin:
        pins.check(person_id, pin)
    else:
        raise WrongPasskey


def _name_of(error: WrongPin | WrongPasskey) -> Name:
    if isinstance(error, WrongPasskey):
        return Name.PASSKEY_WRONG
    return Name.PIN_SHUT if error.shut else Name.PIN_WRONG
