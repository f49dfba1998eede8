"""Asking a browser for a passkey of one person who shares a login. A question is kept in the session, and good once."""

from collections.abc import Iterable

from allauth.mfa.webauthn.internal.auth import get_server

from latchstring.portals import passkeys
from latchstring.portals.models import PortalUser
from latchstring.portals.passkeys import Answer, Kept
from latchstring.web.common.requests import Request

_MAKE, _SHOW = "own-passkey-make", "own-passkey-show"


def options_to_make(request: Request, person: PortalUser) -> str:
    options, state = passkeys.ask_to_make(get_server(), person)
    request.session[_MAKE] = [str(person.pk), state]
    return options


def made(request: Request, said: str) -> Answer | None:
    """None where nobody was asked, or somebody else of the login."""
    person_id, state = request.session.pop(_MAKE, ["", None])
    return Answer(get_server(), state, said) if person_id == str(request.actor.person_id) else None


def options_to_show(request: Request, kept: Iterable[Kept]) -> str:
    options, request.session[_SHOW] = passkeys.ask_to_show(get_server(), kept)
    return options


def shown(request: Request, said: str) -> Answer:
    return Answer(get_server(), request.session.pop(_SHOW, None), said)
