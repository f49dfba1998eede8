"""While a client was active, while the firm had Files, and while a file of it was there and shown to the client."""

from collections.abc import Iterable
from uuid import UUID

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.audit.seen.spans import EVER, Span, Switch
from latchstring.policy.actor import Kind
from latchstring.policy.licences import Licence

_ACTIVE = {Name.CLIENT_CREATED: True, Name.CLIENT_ACTIVATED: True, Name.CLIENT_DEACTIVATED: False}
_THERE = {
    Name.FILE_ADDED: True,
    Name.FILE_RESTORED: True,
    Name.FILE_DELETED: False,
    Name.FILE_QUARANTINED: False,
    Name.FILE_PURGED: False,
}
_SHOWN = {Name.FILE_SHARED: True, Name.FILE_UNSHARED: False}
SLEEP = {Name.DORMANT_SUSPENDED, Name.DORMANT_WOKEN}
FILES = {*_THERE, *_SHOWN}
LICENCES = {Name.FIRM_CREATED, Name.LICENCE_SWITCHED_ON, Name.LICENCE_SWITCHED_OFF}


def active(events: Iterable[Event]) -> list[Span]:
    """``events`` of one client, oldest first; a client whose log begins later was active before."""
    switch, first = Switch(), True
    for event in events:
        on = event.detail.get("active", _ACTIVE.get(Name(event.name)))
        if first and on is not False:
            _turn(switch, event, on=True)
        if on is not None:
            _turn(switch, event, on=on)
        first = False
    return switch.spans


def of_file(events: Iterable[Event], document_id: UUID) -> tuple[list[Span], list[Span]]:
    """While it was there, and while it was shown to the client: what a client sent is so from the start."""
    there, shown = Switch(), Switch()
    for event in events:
        if event.subject_id != document_id or event.name not in FILES:
            continue
        name = Name(event.name)
        if name in _THERE:
            _turn(there, event, on=_THERE[name])
        if name in _SHOWN or (name == Name.FILE_ADDED and event.actor_kind == Kind.CLIENT):
            _turn(shown, event, on=_SHOWN.get(name, True))
    return there.spans, shown.spans


def licensed(events: Iterable[Event]) -> list[Span]:
    """While the firm had Files switched on: from the first moment, unless the log says otherwise."""
    switch = Switch(Span(EVER))
    for event in events:
        if event.name == Name.FIRM_CREATED and "licences" in event.detail:
            _turn(switch, event, on=Licence.FILES in event.detail["licences"])
        elif event.name in LICENCES and event.detail.get("licence") == Licence.FILES:
            _turn(switch, event, on=event.name == Name.LICENCE_SWITCHED_ON)
    return switch.spans


def awake(events: Iterable[Event]) -> dict[UUID, list[Span]]:
    """While each person was not suspended for not logging in, of those who ever were."""
    switches: dict[UUID, Switch] = {}
    for event in events:
        if event.person_id:
            switch = switches.setdefault(event.person_id, Switch())
            if not switch.past and switch.now is None:
                switch.on(Span(EVER))
            _turn(switch, event, on=event.name == Name.DORMANT_WOKEN)
    return {pk: switch.spans for pk, switch in switches.items()}


def _turn(switch: Switch, event: Event, *, on: bool) -> None:
    if on:
        switch.on(Span(event.created_at, None, event))
    else:
        switch.off(event.created_at)
