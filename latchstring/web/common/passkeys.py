"""Passkeys: what the browser is asked, and whether it answered well. The library keeps the challenge in the session."""

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError

from latchstring.accounts.models import User

FIELD = "credential"
MALFORMED = (ValidationError, ValueError, TypeError, KeyError, IndexError, AttributeError, InvalidSignature)
"""What the library raises for an answer that is wrong, or no answer at all."""


def options_to_make(user: User) -> str:
    """JSON for ``navigator.credentials.create``: one that is found by itself and asks who holds it."""
    return json.dumps(auth.begin_registration(user, passwordless=True))


def made(posted: str) -> dict[str, Any] | None:
    """The new credential, or None for an answer that is not to our question."""
    try:
        credential: dict[str, Any] = json.loads(posted)
        auth.parse_registration_response(credential)
        return credential if auth.complete_registration(credential).is_user_verified() else None
    except MALFORMED:
        return None


def options_to_prove(user: User | None) -> str:
    """JSON for ``navigator.credentials.get``: for one of this login's, or for whichever the person has."""
    return json.dumps(auth.begin_authentication(user))


def proven(user: User | None, posted: str) -> Any:
    """The library's row of the passkey that answered, of this login or of any; else None."""
    try:
        answer = json.loads(posted)
        auth.parse_authentication_response(answer)
        whose = user or auth.extract_user_from_response(answer)
        return auth.complete_authentication(whose, answer)
    except MALFORMED:
        return None
