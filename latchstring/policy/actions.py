"""Every action that can be allowed or refused, as ``resource:verb``."""

from enum import StrEnum


class Action(StrEnum):
    PORTALS_MANAGE = "portals:manage"
    INVITE_SEND = "invite:send"
    ACCESS_REMOVE = "access:remove"
    ACCESS_CHANGE = "access:change"
    EMAIL_CHANGE = "email:change"
    LOGIN_HELP = "login:help"
    CLIENT_VIEW = "client:view"
    CLIENT_EDIT = "client:edit"
    CLIENTS_IMPORT = "clients:import"
    CLIENTS_EXPORT = "clients:export"
    TEMPLATE_EDIT = "template:edit"
    TEAM_MANAGE = "team:manage"
    FIRM_EDIT = "firm:edit"
    AUDIT_VIEW = "audit:view"
    TOKEN_MAKE = "token:make"  # noqa: S105
    FILES_VIEW = "files:view"
    FILES_ADD = "files:add"
    FILES_EDIT = "files:edit"
    FILES_SHARE = "files:share"
    PORTAL_VIEW_AS = "portal:view-as"
    PORTAL_ENTER = "portal:enter"


PERMISSION_NAMES = {
    Action.PORTALS_MANAGE: "manage client portals",
    Action.INVITE_SEND: "send invites",
    Action.ACCESS_REMOVE: "remove portal access",
    Action.ACCESS_CHANGE: "change portal access",
    Action.EMAIL_CHANGE: "change email addresses",
    Action.LOGIN_HELP: "help clients log in",
    Action.CLIENT_VIEW: "view clients",
    Action.CLIENT_EDIT: "edit clients",
    Action.CLIENTS_IMPORT: "import clients",
    Action.CLIENTS_EXPORT: "export clients",
    Action.TEMPLATE_EDIT: "edit templates",
    Action.TEAM_MANAGE: "manage the team",
    Action.FIRM_EDIT: "edit firm settings",
    Action.AUDIT_VIEW: "view the audit log",
    Action.TOKEN_MAKE: "make API tokens",
    Action.FILES_VIEW: "view files",
    Action.FILES_ADD: "upload files",
    Action.FILES_EDIT: "change and delete files",
    Action.FILES_SHARE: "share files with clients",
    Action.PORTAL_VIEW_AS: "view as client",
    Action.PORTAL_ENTER: "open the client portal",
}
