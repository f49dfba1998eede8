"""How much of the product a person may open at one client: everything, or only some of its parts."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from latchstring.policy.actions import Action
from latchstring.policy.licences import ALL_LICENCES, ALWAYS, Licence, part_of


class Scope(StrEnum):
    EVERYTHING = "everything"
    FILES_ONLY = "files-only"
    BILLING_ONLY = "billing-only"
    NO_BILLING = "no-billing"


SCOPE_NAMES = {
    Scope.EVERYTHING: "Everything",
    Scope.FILES_ONLY: "Files only",
    Scope.BILLING_ONLY: "Billing only",
    Scope.NO_BILLING: "No billing",
}

PARTS = {
    Scope.EVERYTHING: ALL_LICENCES,
    Scope.FILES_ONLY: ALWAYS | {Licence.FILES},
    Scope.BILLING_ONLY: ALWAYS | {Licence.BILLING},
    Scope.NO_BILLING: ALL_LICENCES - {Licence.BILLING},
}


def opens(scope: str, action: Action) -> bool:
    return part_of(action) in PARTS[Scope(scope)]


def scopes_that_open(action: Action) -> list[Scope]:
    return [scope for scope in Scope if opens(scope, action)]


def narrowed(scopes: Iterable[tuple[UUID, str]]) -> dict[UUID, frozenset[Licence]]:
    """Of clients and the scope of somebody's access to them: the parts that are open where one is shut."""
    return {client_id: PARTS[Scope(scope)] for client_id, scope in scopes if scope != Scope.EVERYTHING}
