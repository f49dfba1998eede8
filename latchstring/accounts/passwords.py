"""What a new password may not be: short, common or hardly more, like its owner, words on the door, or breached."""

import hashlib
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    get_default_password_validators,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from latchstring.accounts.models import User

ON_THE_DOOR = (
    "latchstring", "client", "portal", "password", "passwort", "welcome", "letmein", "login", "secret", "access",
    "account", "accountant", "accounting", "admin", "invoice", "lawyer", "office", "taxes", "user", "tax", "firm",
)  # fmt: skip
"""With the names of the firm: what somebody guesses first who stands before this login."""

LEAST_LEFT = 3
_SIGNS = str.maketrans("013457@$!", "oieastasi")
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_LINE = 128


def check(password: str, *, email: str, name: str, firm: str = "") -> None:
    """``firm`` is the name of whose door it is. Raises ValidationError with a sentence for each thing wrong."""
    errors: list[ValidationError] = []
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        errors.append(error)
    if _is_on_the_door(password, firm):
        errors.append(ValidationError(_("This is little more than words that stand on this page. Add your own.")))
    elif _is_common_within(password):
        errors.append(
            ValidationError(_("This is a common password with digits or signs around it. Add words of your own."))
        )
    if breached(password):
        errors.append(ValidationError(_("This password was made public by a theft elsewhere. Choose another one.")))
    if errors:
        raise ValidationError(errors)


def _is_on_the_door(password: str, firm: str) -> bool:
    """Whether hardly a letter is left without those words, also where signs stand for letters."""
    words = sorted({*ON_THE_DOOR, *(word for word in re.findall(r"\w+", firm.casefold()) if len(word) > 2)}, key=len)
    for text in (password.casefold(), password.casefold().translate(_SIGNS)):
        left = re.sub("|".join(map(re.escape, reversed(words))), "", text)
        if left != text and sum(sign.isalpha() for sign in left) < LEAST_LEFT:
            return True
    return False


def _is_common_within(password: str) -> bool:
    """Whether it is one of the common ones but for what is no letter at its ends, also twice in a row."""
    common: Any = next(each for each in get_default_password_validators() if isinstance(each, CommonPasswordValidator))
    within = _AROUND.sub("", password.casefold())
    half = within[: len(within) // 2]
    texts = {within, half} if within == half * 2 else {within}
    return bool(within) and any({text, text.translate(_SIGNS)} & common.passwords for text in texts)


def breached(password: str) -> bool:
    """Whether it is in the file of breached passwords: lines of SHA-1 and a count, in order of the SHA-1.

    Never where there is no such file; some twenty reads where there is one.
    """
    if not settings.BREACHED_PASSWORDS:
        return False
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with Path(settings.BREACHED_PASSWORDS).open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            file.seek(max(middle - 1, 0))
            if middle:
                file.readline(_LINE)  # the rest of a line, or the end of the one before
            found = file.readline(_LINE)[:40].upper()
            if found == wanted:
                return True
            low, high = (middle + 1, high) if found and found < wanted else (low, middle)
    return False
