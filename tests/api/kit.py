"""A program: it has a token of a team member, and sends and reads JSON."""

from dataclasses import replace
from typing import Any

from django.test import Client as Browser

from latchstring.accounts.actions.make_api_token import make_api_token
from latchstring.accounts.models import ApiToken
from latchstring.policy.actions import Action
from latchstring.policy.token_scopes import TokenScope
from tests.cast import actor_for


def token_of(member: Any, *, name: str = "Nightly", **options: Any) -> tuple[ApiToken, str]:
    """Made while the member had the permission to, whatever they may do now."""
    actor = actor_for(member)
    return make_api_token(replace(actor, allowed=actor.allowed | {Action.TOKEN_MAKE}), name=name, **options)


class Program:
    def __init__(self, member: Any, *scopes: TokenScope, **options: Any) -> None:
        self.token, self.secret = token_of(member, scopes=scopes or list(TokenScope), **options)
        self.browser = Browser()

    def get(self, path: str, **query: Any) -> Any:
        return self.browser.get(f"/api/v1/{path}", query, headers=self._headers())

    def post(self, path: str, body: Any = None, key: str = "") -> Any:
        headers = self._headers() | ({"Idempotency-Key": key} if key else {})
        where = f"/api/v1/{path}"
        return self.browser.post(where, body or {}, content_type="application/json", headers=headers)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}
