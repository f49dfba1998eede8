"""What an operation can end in, as problem+json. What is refused is answered as for a page."""

from collections.abc import Sequence
from typing import Any, Never

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from latchstring.api.v1.bearer import MissingScope
from latchstring.web.common import errors, problems
from latchstring.web.common.limits import TooMany

CHALLENGE = 'Bearer realm="Latchstring"'


class BadField(Exception):
    """A value that can't be taken; ``str()`` is a sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class Impossible(Exception):
    """Allowed, and not possible as things stand; ``str()`` is a sentence."""


def answer_on(api: NinjaAPI) -> None:
    """What has no answer here goes on to the middleware that answers for pages."""
    handlers: dict[type[Exception], Any] = {
        Exception: _go_on,
        Http404: errors.not_found,
        AuthenticationError: _unknown,
        MissingScope: _missing_scope,
        TooMany: _too_often,
        ValidationError: _invalid,
        BadField: _bad_field,
        Impossible: _impossible,
        HttpError: errors.bad_request,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _go_on(request: HttpRequest, error: Exception) -> Never:
    raise error


def _unknown(request: HttpRequest, error: Exception) -> HttpResponse:
    sentence = "Send a token that is neither revoked nor over, as “Authorization: Bearer …”. Make one in your profile."
    response = problems.answer(401, "We do not know this token", sentence)
    response.headers["WWW-Authenticate"] = CHALLENGE
    return response


def _missing_scope(request: HttpRequest, error: MissingScope) -> HttpResponse:
    response = problems.answer(403, "This token does not go so far", str(error))
    response.headers["WWW-Authenticate"] = f'{CHALLENGE}, error="insufficient_scope"'
    return response


def _too_often(request: HttpRequest, error: TooMany) -> HttpResponse:
    response = problems.answer(429, "That was often", str(error))
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _fields([(_name(each["loc"]), str(each["msg"])) for each in error.errors])


def _bad_field(request: HttpRequest, error: BadField) -> HttpResponse:
    return _fields([(error.field, str(error))])


def _impossible(request: HttpRequest, error: Impossible) -> HttpResponse:
    return errors.not_now(request, "That can’t be done now", str(error))


def _fields(wrong: Sequence[tuple[str, str]]) -> HttpResponse:
    """Names fields and never repeats what was sent."""
    detail = " ".join(f"{field}: {sentence.rstrip('.')}." for field, sentence in wrong)
    listed = [{"field": field, "detail": sentence} for field, sentence in wrong]
    return problems.answer(422, "Something sent can’t be taken", detail, errors=listed)


def _name(where: Sequence[Any]) -> str:
    """Of ``("body", "body", "contact_ids", 0)`` the field: ``contact_ids.0``."""
    source, *path = where
    inner = path[1:] if source == "body" else path
    return ".".join(map(str, inner or path or [source]))
