"""Who comes: a token in the Authorization header, and nothing else. No cookie opens anything here."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from latchstring.accounts import api_tokens
from latchstring.accounts.models import ApiToken
from latchstring.policy.token_scopes import TOKEN_SCOPE_NAMES, TokenScope
from latchstring.web.common import limits


class MissingScope(Exception):
    """The token was not made for this."""

    def __init__(self, scope: TokenScope) -> None:
        super().__init__(f"This needs a token with the scope “{scope}”: {TOKEN_SCOPE_NAMES[scope].lower()}.")


class Token(HttpBearer):
    """Sets ``request.actor``: the team member of this moment, as far as the token's scopes go.

    Raises MissingScope, and TooMany where the token comes too often.
    """

    def __init__(self, scope: TokenScope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        """The library's own would write a header that it does not understand into the log."""
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        return self.authenticate(request, secret.strip()) if kind.lower() == "bearer" else None

    def authenticate(self, request: Any, token: str) -> ApiToken | None:
        found = api_tokens.found(token, request.firm) if token and request.firm else None
        actor = api_tokens.actor_of(found, request.firm) if found else None
        if found is None or actor is None:
            return None
        limits.spend(request, "api", str(found.pk))
        api_tokens.used(found)
        if self.scope not in found.scopes:
            raise MissingScope(self.scope)
        request.actor = actor
        return found


def needs(scope: TokenScope, **schema: Any) -> dict[str, Any]:
    """The keywords of an operation: its scope, at the door and in the schema, and what else its schema says."""
    return {"auth": Token(scope), "openapi_extra": {"x-scope": scope.value, **schema}}
