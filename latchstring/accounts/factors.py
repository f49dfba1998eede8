"""The second factors of a login: an authenticator app, passkeys, and recovery codes for the day these are lost."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt, encrypt
from django.core.cache import cache
from django.db import transaction

from latchstring.kernel import crypto

KIND = Authenticator.Type
FIRST_CLASS = (KIND.TOTP, KIND.WEBAUTHN)
"""What makes a login ask for a second step; recovery codes only stand in for these."""

REMEMBERED = 120  # seconds: longer than any code of an app is taken


@dataclass(frozen=True, slots=True)
class Factors:
    """``app`` and each passkey are the library's rows; ``codes_left`` is None where there are no recovery codes."""

    app: Any = None
    passkeys: tuple[Any, ...] = ()
    codes_left: int | None = None

    def __bool__(self) -> bool:
        return self.app is not None or bool(self.passkeys)


def of(user_id: UUID) -> Factors:
    """In one statement."""
    rows = list(Authenticator.objects.filter(user_id=user_id).order_by("pk"))
    codes = next((row for row in rows if row.type == KIND.RECOVERY_CODES), None)
    return Factors(
        app=next((row for row in rows if row.type == KIND.TOTP), None),
        passkeys=tuple(row for row in rows if row.type == KIND.WEBAUTHN),
        codes_left=len(RecoveryCodes(codes).get_unused_codes()) if codes else None,
    )


def has_any(user_id: UUID) -> bool:
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=FIRST_CLASS).exists())


def fits(user_id: UUID, code: str) -> Any:
    """The row of the app or the recovery codes that this code is right for, once; else None."""
    for row in Authenticator.objects.filter(user_id=user_id).exclude(type=KIND.WEBAUTHN).order_by("-type"):
        if _right(row, code):
            return row
    return None


def _right(row: Any, code: str) -> bool:
    """A code of an app is right once: it is kept in mind for as long as the library would take it again."""
    if row.type == KIND.RECOVERY_CODES:
        return bool(row.wrap().validate_code(code))
    return bool(validate_totp_code(decrypt(row.data["secret"]), code)) and used_first(row.user_id, code)


def used_first(user_id: UUID, code: str) -> bool:
    """Whether a right code of an app is shown for the first time."""
    return bool(cache.add(f"totp:{user_id}:{code}", time.time(), REMEMBERED))


def wrap_again() -> int:
    """Seal every secret under the current master key; returns how many were not."""
    count = 0
    for pk in Authenticator.objects.exclude(type=KIND.WEBAUTHN).values_list("pk", flat=True):
        with transaction.atomic():
            count += _sealed_again(Authenticator.objects.select_for_update().get(pk=pk))
    return count


def _sealed_again(row: Any) -> bool:
    name = "secret" if row.type == KIND.TOTP else "seed"
    if row.data[name].startswith(f"{crypto.current()}:"):
        return False
    row.data[name] = encrypt(decrypt(row.data[name]))
    row.save(update_fields=["data"])
    return True
