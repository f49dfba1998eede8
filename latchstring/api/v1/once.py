"""A request with an ``Idempotency-Key`` that is sent twice is done once."""

from collections.abc import Callable
from typing import Any

from ninja import Schema
from pydantic import BaseModel

from latchstring.accounts import api_answers
from latchstring.accounts.api_answers import BadKey
from latchstring.api.v1.problems import BadField
from latchstring.api.v1.requests import ApiRequest

HEADER = "Idempotency-Key"
PARAMETER = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "maxLength": api_answers.LONGEST},
    "description": "Any text of yours. The same key sent again within a day does nothing and gets the same answer.",
}


def once(request: ApiRequest, body: BaseModel | None, do: Callable[[], Schema]) -> Any:
    """What ``do`` gives, or gave. Raises BadField where the key was used for another request."""
    key = request.headers.get(HEADER, "")
    if not key:
        return do()
    asked = f"{request.method} {request.path} {body.model_dump_json() if body else ''}"
    try:
        return api_answers.once(request.auth, key, asked, lambda: do().model_dump(mode="json"))
    except BadKey as error:
        raise BadField(HEADER, str(error)) from error
