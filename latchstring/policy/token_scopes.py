"""What an API token may do: never more than its team member, and of that only what its scopes name."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


class TokenScope(StrEnum):
    READ = "read"
    INVITE = "invite"
    REMOVE = "remove"
    FILES = "files"
    AUDIT = "audit"


TOKEN_SCOPE_NAMES = {
    TokenScope.READ: "Read clients, contacts and portal users",
    TokenScope.INVITE: "Send invites",
    TokenScope.REMOVE: "Remove portal access",
    TokenScope.FILES: "Read files",
    TokenScope.AUDIT: "Read the audit log",
}


def scope_names(stored: Iterable[str]) -> list[str]:
    """What a token may do, in words; names of later versions are passed over."""
    return [TOKEN_SCOPE_NAMES[scope] for scope in TokenScope if scope in set(stored)]


ACTIONS = {
    TokenScope.READ: frozenset({Action.CLIENT_VIEW, Action.PORTALS_MANAGE}),
    TokenScope.INVITE: frozenset({Action.INVITE_SEND}),
    TokenScope.REMOVE: frozenset({Action.ACCESS_REMOVE}),
    TokenScope.FILES: frozenset({Action.FILES_VIEW}),
    TokenScope.AUDIT: frozenset({Action.AUDIT_VIEW}),
}


def by_token(actor: Actor, scopes: Iterable[str], name: str) -> Actor:
    """The same team member as far as a token of this name goes; names of later versions are passed over."""
    opened = frozenset[Action]().union(*(ACTIONS[scope] for scope in TokenScope if scope in set(scopes)))
    return replace(actor, allowed=actor.allowed & opened, token_name=name)
