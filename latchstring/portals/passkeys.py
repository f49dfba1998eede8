"""Passkeys of people who share a login: each has their own, beside the PIN or instead of it.

A kept one is ``{"id", "held", "count", "name", "at"}``: the credential's id and what the device stated of it
(base64url, ``held`` with the public key), the last sign count, what the person calls it, and when it was made (ISO
8601). Checking is the library's; the sign count is judged here (WebAuthn Level 2, section 7.2, step 21).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from latchstring.portals.models import PortalUser

type Kept = Mapping[str, Any]

_VERIFIED = UserVerificationRequirement.REQUIRED
_MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, NotImplementedError)


class WrongPasskey(ValueError):
    """The answer is not to our question, or not of a passkey of this person."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser ``said`` (JSON), with the ``server`` and ``state`` that it was asked by."""

    server: Fido2Server
    state: Any
    said: str


def ask_to_make(server: Fido2Server, person: PortalUser) -> tuple[str, Any]:
    """JSON for ``navigator.credentials.create``, and the state to check the answer by."""
    user = PublicKeyCredentialUserEntity(id=person.pk.bytes, name=str(person), display_name=str(person))
    options, state = server.register_begin(
        user,
        _held(person.passkeys),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=_VERIFIED,
    )
    return json.dumps(dict(options)), state


def ask_to_show(server: Fido2Server, kept: Iterable[Kept]) -> tuple[str, Any]:
    """JSON for ``navigator.credentials.get``: for whichever of these the device has."""
    options, state = server.authenticate_begin(_held(kept), user_verification=_VERIFIED)
    return json.dumps(dict(options)), state


def made(answer: Answer) -> dict[str, Any]:
    """``id``, ``held`` and ``count`` of the new one. Raises WrongPasskey."""
    try:
        response = RegistrationResponse.from_dict(json.loads(answer.said))
        stated = answer.server.register_complete(answer.state, response)
        held = stated.credential_data
        if held is None or held.public_key.ALGORITHM is None:
            raise WrongPasskey
        return {"id": websafe_encode(held.credential_id), "held": websafe_encode(held), "count": stated.counter}
    except _MALFORMED as error:
        raise WrongPasskey from error


def named(said: str) -> str:
    """The id of the passkey that an answer claims to be of, "" where it names none."""
    try:
        return str(json.loads(said)["id"])
    except _MALFORMED:
        return ""


@transaction.atomic
def check(person_id: UUID, answer: Answer) -> None:
    """A right answer moves the sign count on. Raises WrongPasskey."""
    person: PortalUser = PortalUser.objects.select_for_update().select_related(None).get(pk=person_id)
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer.said))
        held = answer.server.authenticate_complete(answer.state, _held(person.passkeys), response)
    except _MALFORMED as error:
        raise WrongPasskey from error
    kept = next(each for each in person.passkeys if each["id"] == websafe_encode(held.credential_id))
    count = response.response.authenticator_data.counter
    if max(count, kept["count"]) and count <= kept["count"]:
        raise WrongPasskey
    kept["count"] = count
    person.save(update_fields=["passkeys"])


def _held(kept: Iterable[Kept]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(websafe_decode(each["held"])) for each in kept]
