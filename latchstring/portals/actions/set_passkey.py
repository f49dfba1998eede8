"""Add or take away a passkey of one's own, which is asked for where several people share a login."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.emails import post
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import passkeys, sessions
from latchstring.portals.models import PortalUser
from latchstring.portals.passkeys import Answer

MOST = 5


class BadPasskey(ValueError):
    """A sentence that says what is wrong, and what to do."""


class Unproven(Exception):
    """Who has a PIN or a passkey shows it first: others use the login, and may sit at this session."""


@transaction.atomic
def add_passkey(actor: Actor, *, name: str, answer: Answer, proved: bool, keep: str = "") -> None:
    """``proved`` where they showed their PIN or passkey just now; ``keep`` is the key of the session that goes on.

    Raises Unproven, BadPasskey or WrongPasskey.
    """
    person = _lock(actor, proved)
    if len(person.passkeys) >= MOST:
        raise BadPasskey(_("You have %d passkeys. Remove one to add another.") % MOST)
    name = " ".join(name.split())[:60] or _("Passkey")
    new = passkeys.made(answer)
    if any(each["id"] == new["id"] for each in person.passkeys):
        raise BadPasskey(_("This passkey is in your list already."))
    person.passkeys.append(new | {"name": name, "at": clock.now().isoformat()})
    said = {"name": str(person), "what": name}
    record(actor, Name.PASSKEY_ADDED, Entry(person_id=person.pk, detail=said))
    _write(person, _("The passkey “%(what)s” of %(name)s was added.") % said, keep)


@transaction.atomic
def remove_passkey(actor: Actor, *, passkey: str, proved: bool, keep: str = "") -> str:
    """What the one with this id was called, "" where there is none. Raises Unproven."""
    person = _lock(actor, proved)
    gone = next((each for each in person.passkeys if each["id"] == passkey), None)
    if gone is None:
        return ""
    person.passkeys.remove(gone)
    name: str = gone["name"]
    said = {"name": str(person), "what": name}
    record(actor, Name.PASSKEY_REMOVED, Entry(person_id=person.pk, detail=said))
    _write(person, _("The passkey “%(what)s” of %(name)s was taken away.") % said, keep)
    return name


def _lock(actor: Actor, proved: bool) -> PortalUser:
    actor.require(Action.PORTAL_ENTER)
    actor.require_hands()
    me: Any = actor.person_id
    person: PortalUser = PortalUser.objects.select_for_update().select_related(None).get(pk=me)
    if person.is_locked and not proved:
        raise Unproven
    return person


def _write(person: PortalUser, change: str, keep: str) -> None:
    person.save(update_fields=["passkeys"])
    sessions.end([person.pk], but=keep)
    fields = {"email": person.email, "change": change}
    post(Firm.objects.get(pk=person.firm_id), "pin_changed", person.email, name=str(person), fields=fields)
