"""A team member makes a token for a program of theirs."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts import api_tokens
from latchstring.accounts.models import ApiToken
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import tokens
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.token_scopes import TokenScope

MOST = 20


class TooManyTokens(ValueError):
    """A sentence that says so."""


@transaction.atomic
def make_api_token(
    actor: Actor, *, name: str, scopes: Collection[TokenScope], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """The row, and the token itself, which is kept nowhere. Raises TooManyTokens.

    Tokens go on when their member loses the permission: whoever manages the team ends them.
    """
    actor.require(Action.TOKEN_MAKE)
    if actor.member_id is None:
        raise ValueError("Only a team member who is logged in makes tokens.")
    if len(api_tokens.of_member(actor)) >= MOST:
        raise TooManyTokens(_("You have 20 tokens. Revoke one that is not used any more."))
    secret = api_tokens.PREFIX + tokens.mint()
    token: ApiToken = ApiToken.objects.create(
        firm_id=actor.firm_id,
        member_id=actor.member_id,
        name=name,
        scopes=sorted(scopes),
        digest=tokens.digest(secret),
        expires_at=expires_at,
    )
    detail = {"name": name, "scopes": token.scopes, "expires_at": expires_at and expires_at.isoformat()}
    record(actor, Name.TOKEN_MADE, Entry(subject_id=token.pk, detail=detail))
    return token, secret
