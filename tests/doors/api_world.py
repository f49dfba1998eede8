"""Tokens of everybody on the team, for the doors of the API, and the bodies that its operations take."""

from typing import Any

from django.urls import resolve

from latchstring.accounts.models import TeamMember
from latchstring.api.v1.urls import api
from latchstring.policy.token_scopes import TokenScope
from tests.api.kit import token_of
from tests.doors.world import World

SCHEMA = api.get_openapi_schema()
OPERATIONS = [
    (path, method.upper(), TokenScope(operation["x-scope"]))
    for path, operations in SCHEMA["paths"].items()
    for method, operation in operations.items()
]
TEAM = ("olive", "adam", "stan", "sam", "vic", "rita")


def body_of(path: str, ids: dict[str, Any]) -> dict[str, Any]:
    bodies = {"/api/v1/invites": {"client_id": str(ids["client_id"]), "contact_ids": [str(ids["contact_id"])]}}
    return bodies.get(path, {})


def address(path: str, ids: dict[str, Any]) -> str:
    return path.format(**ids)


def name_of(path: str, ids: dict[str, Any]) -> str:
    return str(resolve(address(path, ids)).url_name)


def tokens_of(world: World) -> dict[str, str]:
    """Each with every scope; ``olive:read`` is hers with every scope but this one."""
    members = {who: TeamMember.objects.get(user=world.users[who]) for who in TEAM}
    made = {who: _made(member, set(TokenScope)) for who, member in members.items()}
    return made | {f"olive:{each}": _made(members["olive"], set(TokenScope) - {each}) for each in TokenScope}


def _made(member: TeamMember, scopes: set[TokenScope]) -> str:
    return token_of(member, scopes=scopes)[1]
