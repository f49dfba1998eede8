"""The roles of a team and what each allows. Screens, docs and tests are made from this table."""

from enum import StrEnum

from latchstring.policy.actions import Action


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    STAFF = "staff"
    STAFF_ASSIGNED = "staff-assigned"
    VIEWER = "viewer"


ROLE_NAMES = {
    Role.OWNER: "Owner",
    Role.ADMIN: "Admin",
    Role.STAFF: "Staff (all clients)",
    Role.STAFF_ASSIGNED: "Staff (assigned clients)",
    Role.VIEWER: "Viewer",
}

CLIENT_READS = frozenset({Action.PORTAL_ENTER, Action.FILES_VIEW})
CLIENT_ACTIONS = CLIENT_READS | {Action.FILES_ADD}
PORTAL_ACTIONS = CLIENT_ACTIONS - {Action.PORTAL_ENTER}
"""What there is to do behind the portal's door."""

_EVERYTHING = frozenset(Action) - {Action.PORTAL_ENTER}
_STAFF = frozenset(
    {
        Action.INVITE_SEND,
        Action.ACCESS_REMOVE,
        Action.ACCESS_CHANGE,
        Action.EMAIL_CHANGE,
        Action.LOGIN_HELP,
        Action.CLIENT_VIEW,
        Action.CLIENT_EDIT,
        Action.TEMPLATE_EDIT,
        Action.FILES_VIEW,
        Action.FILES_ADD,
        Action.FILES_EDIT,
        Action.FILES_SHARE,
        Action.PORTAL_VIEW_AS,
    }
)

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.OWNER: _EVERYTHING,
    Role.ADMIN: _EVERYTHING,
    Role.STAFF: _STAFF,
    Role.STAFF_ASSIGNED: _STAFF,
    Role.VIEWER: frozenset({Action.CLIENT_VIEW, Action.FILES_VIEW}),
}

SEES_ALL_CLIENTS = frozenset({Role.OWNER, Role.ADMIN, Role.STAFF, Role.VIEWER})


def roles_that_allow(action: Action) -> list[Role]:
    """The roles, strongest first, whose holders may do this."""
    return [role for role in Role if action in ALLOWED[role]]
