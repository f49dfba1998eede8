"""A request that is sent twice is done once: the second time it gets the answer of the first."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import ApiAnswer, ApiToken

LONGEST = 255


class BadKey(ValueError):
    """A sentence that says what is wrong with an idempotency key."""


def once(token: ApiToken, key: str, asked: str, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``do`` gives, as JSON; the same again for the same key of this token.

    Who comes while the first is under way waits for it. What fails is not kept, so that it may be tried again.
    Raises BadKey where the key was used for something else.
    """
    if len(key) > LONGEST:
        raise BadKey(_("An idempotency key has 255 characters at most."))
    digest = sha256(asked.encode()).digest()
    with transaction.atomic():
        row = _claim(token, key, digest)
        if row is None:
            return _earlier(token, key, digest)
        row.answer = do()
        row.save(update_fields=["answer"])
        answer: dict[str, Any] = row.answer
        return answer


def _claim(token: ApiToken, key: str, digest: bytes) -> ApiAnswer | None:
    try:
        with transaction.atomic():
            row: ApiAnswer = ApiAnswer.objects.create(firm_id=token.firm_id, token=token, key=key, asked=digest)
            return row
    except IntegrityError:
        return None


def _earlier(token: ApiToken, key: str, digest: bytes) -> dict[str, Any]:
    earlier = ApiAnswer.objects.get(token=token, key=key)
    if bytes(earlier.asked) != digest:
        raise BadKey(_("This idempotency key was used for another request. Use a new one."))
    answer: dict[str, Any] = earlier.answer
    return answer
