"""Every door of the product: whose side it is on, what it needs, which methods it answers.

A route without a row here does not land, nor does a row without a route.
"""

from dataclasses import dataclass

from latchstring.policy.actions import Action as A


@dataclass(frozen=True)
class Door:
    """``face`` is staff, client or public; ``reads`` and ``writes`` name what GET and POST need.

    ``everyone`` writes are refused by nothing but the first lock: the person's own profile, say.
    """

    face: str
    methods: str = "GET"
    reads: A | None = None
    writes: A | None = None


def staff(methods: str = "GET", *, reads: A | None = None, writes: A | None = None) -> Door:
    return Door("staff", methods, reads, writes)


def manager(methods: str = "GET") -> Door:
    return Door("staff", methods, A.PORTALS_MANAGE, A.PORTALS_MANAGE)


def team(methods: str = "GET") -> Door:
    return Door("staff", methods, A.TEAM_MANAGE, A.TEAM_MANAGE)


PUBLIC = {
    "start": "GET",
    "login": "GET POST",
    "login-code": "GET POST",
    "login-code-confirm": "GET POST",
    "logout": "POST",
    "forgot": "GET POST",
    "forgot-set": "GET POST",
    "invitation": "GET POST",
    "invitation-newest": "POST",
    "invitation-decline": "POST",
    "join": "GET POST",
    "brand": "GET",
    "brand-logo": "GET",
    "secure-link": "GET POST",
    "secure-link-code": "POST",
    "mailbox": "GET",
    "mailbox-message": "GET",
    "mailbox-body": "GET",
    "setup": "GET POST",
    "healthz": "GET",
    "readyz": "GET",
}

DOORS: dict[str, Door] = {name: Door("public", methods) for name, methods in PUBLIC.items()} | {
    "home": staff(),
    "profile": staff("GET POST"),
    "profile-password": staff("GET POST"),
    "profile-sessions": staff(),
    "profile-session": staff("POST"),
    "profile-sessions-others": staff("POST"),
    "help": staff(),
    "settings": staff("GET POST", reads=A.FIRM_EDIT, writes=A.FIRM_EDIT),
    "settings-branding": staff("GET POST", reads=A.FIRM_EDIT, writes=A.FIRM_EDIT),
    "settings-colour": staff(reads=A.FIRM_EDIT),
    "settings-logo-remove": staff("POST", writes=A.FIRM_EDIT),
    "settings-domains": staff("GET POST", reads=A.FIRM_EDIT, writes=A.FIRM_EDIT),
    "settings-domain-check": staff("POST", writes=A.FIRM_EDIT),
    "settings-domain-remove": staff("GET POST", reads=A.FIRM_EDIT, writes=A.FIRM_EDIT),
    "set-up": staff(reads=A.FIRM_EDIT),
    "set-up-skip": staff("POST", writes=A.FIRM_EDIT),
    "set-up-contact": staff("GET POST", reads=A.FIRM_EDIT, writes=A.FIRM_EDIT),
    "set-up-logo": staff("GET POST", reads=A.FIRM_EDIT, writes=A.FIRM_EDIT),
    "set-up-email": staff("GET POST", reads=A.FIRM_EDIT, writes=A.FIRM_EDIT),
    "set-up-clients": staff(reads=A.FIRM_EDIT),
    "settings-team": staff(reads=A.TEAM_MANAGE),
    "team-invite": team("GET POST"),
    "team-member": team("GET POST"),
    "team-resend": team("POST"),
    "team-cancel": team("GET POST"),
    "team-clients": team("GET POST"),
    "team-deactivate": team("GET POST"),
    "team-reactivate": team("POST"),
    "team-hand-over": team("GET POST"),
    "team-owner": team("GET POST"),
    "permissions": team(),
    "permissions-new": team("GET POST"),
    "permissions-edit": team("GET POST"),
    "permissions-delete": team("GET POST"),
    "licences": team(),
    "licence-switch": team("POST"),
    "licence-seats": team("POST"),
    "audit": staff(reads=A.AUDIT_VIEW),
    "audit-export": staff(reads=A.AUDIT_VIEW),
    "clients": staff(),
    "client-new": staff("GET POST", reads=A.CLIENT_EDIT, writes=A.CLIENT_EDIT),
    "client": staff(reads=A.CLIENT_VIEW),
    "client-edit": staff("GET POST", reads=A.CLIENT_EDIT, writes=A.CLIENT_EDIT),
    "client-restore": staff("GET POST", reads=A.CLIENT_EDIT, writes=A.CLIENT_EDIT),
    "client-archive": staff("GET POST", reads=A.CLIENT_EDIT, writes=A.CLIENT_EDIT),
    "contact-new": staff("GET POST", reads=A.CLIENT_EDIT, writes=A.CLIENT_EDIT),
    "contact-edit": staff("GET POST", reads=A.CLIENT_EDIT, writes=A.CLIENT_EDIT),
    "contact-merge": staff("GET POST", reads=A.CLIENT_EDIT, writes=A.CLIENT_EDIT),
    "contact-remove": staff("GET POST", reads=A.CLIENT_EDIT, writes=A.CLIENT_EDIT),
    "contact-restore": staff("POST", writes=A.CLIENT_EDIT),
    "client-link": staff("GET POST", reads=A.CLIENT_EDIT, writes=A.CLIENT_EDIT),
    "client-unlink": staff("POST", writes=A.CLIENT_EDIT),
    "client-notes": staff("GET POST", reads=A.CLIENT_VIEW, writes=A.CLIENT_EDIT),
    "note-edit": staff("GET POST", reads=A.CLIENT_EDIT, writes=A.CLIENT_EDIT),
    "note-pin": staff("POST", writes=A.CLIENT_EDIT),
    "note-delete": staff("POST", writes=A.CLIENT_EDIT),
    "note-restore": staff("POST", writes=A.CLIENT_EDIT),
    "client-tags": staff("POST", writes=A.CLIENT_EDIT),
    "client-team": staff("GET POST", reads=A.CLIENT_EDIT, writes=A.CLIENT_EDIT),
    "client-activity": staff(reads=A.CLIENT_VIEW),
    "clients-export-csv": staff(reads=A.CLIENTS_EXPORT),
    "clients-export-xlsx": staff(reads=A.CLIENTS_EXPORT),
    "clients-bulk": staff("POST", writes=A.CLIENT_EDIT),
    "clients-change": staff(reads=A.CLIENT_EDIT),
    "clients-undo": staff("POST", writes=A.CLIENT_EDIT),
    "contact-email": staff("GET POST", reads=A.EMAIL_CHANGE, writes=A.EMAIL_CHANGE),
    "portal-window": staff("GET POST", reads=A.INVITE_SEND, writes=A.INVITE_SEND),
    "access-resend": staff("POST", writes=A.INVITE_SEND),
    "access-remove": staff("GET POST", reads=A.ACCESS_REMOVE, writes=A.ACCESS_REMOVE),
    "access-change": staff("GET POST", reads=A.ACCESS_CHANGE, writes=A.ACCESS_CHANGE),
    "access-restore": staff("POST", writes=A.ACCESS_REMOVE),
    "files": staff(reads=A.FILES_VIEW),
    "files-links": staff(reads=A.FILES_VIEW),
    "client-files": staff(reads=A.FILES_VIEW),
    "files-upload": staff("POST", writes=A.FILES_ADD),
    "files-tus": staff("POST", writes=A.FILES_ADD),
    "files-tus-upload": staff("HEAD PATCH DELETE", reads=A.FILES_ADD, writes=A.FILES_ADD),
    "files-bin": staff(reads=A.FILES_EDIT),
    "files-share": staff("GET POST", reads=A.FILES_SHARE, writes=A.FILES_SHARE),
    "files-private": staff("POST", writes=A.FILES_SHARE),
    "files-move": staff("GET POST", reads=A.FILES_EDIT, writes=A.FILES_EDIT),
    "files-delete": staff("GET POST", reads=A.FILES_EDIT, writes=A.FILES_EDIT),
    "files-restore": staff("POST", writes=A.FILES_EDIT),
    "files-reviewed": staff("POST", writes=A.FILES_EDIT),
    "files-zip": staff(reads=A.FILES_VIEW),
    "folder-new": staff("GET POST", reads=A.FILES_EDIT, writes=A.FILES_EDIT),
    "folder-edit": staff("GET POST", reads=A.FILES_EDIT, writes=A.FILES_EDIT),
    "folder-delete": staff("POST", writes=A.FILES_EDIT),
    "folder-restore": staff("POST", writes=A.FILES_EDIT),
    "file": staff(reads=A.FILES_VIEW),
    "file-rename": staff("GET POST", reads=A.FILES_EDIT, writes=A.FILES_EDIT),
    "file-download": staff(reads=A.FILES_VIEW),
    "version-download": staff(reads=A.FILES_VIEW),
    "version-preview": staff(reads=A.FILES_VIEW),
    "link-new": staff("GET POST", reads=A.FILES_SHARE, writes=A.FILES_SHARE),
    "link-revoke": staff("POST", writes=A.FILES_SHARE),
    "import": staff("GET POST", reads=A.CLIENTS_IMPORT, writes=A.CLIENTS_IMPORT),
    "import-preview": staff("GET POST", reads=A.CLIENTS_IMPORT, writes=A.CLIENTS_IMPORT),
    "import-apply": staff("POST", writes=A.CLIENTS_IMPORT),
    "import-rejected": staff(reads=A.CLIENTS_IMPORT),
    "manager": manager(),
    "manager-without": manager(),
    "manager-export-csv": manager(),
    "manager-export-xlsx": manager(),
    "invite-dialog": manager("GET POST"),
    "invite-preview": manager("POST"),
    "invite-send": manager("POST"),
    "batch": manager(),
    "batch-progress": manager(),
    "batch-pause": manager("POST"),
    "batch-resume": manager("POST"),
    "batch-cancel": manager("GET POST"),
    "batch-problems": manager(),
    "users-resend": manager("POST"),
    "users-remove": manager("POST"),
    "user-activity": staff(reads=A.CLIENT_VIEW),
    "user-resend": staff("POST", writes=A.INVITE_SEND),
    "user-access": staff(reads=A.ACCESS_CHANGE),
    "user-remove": staff("GET POST", reads=A.ACCESS_REMOVE, writes=A.ACCESS_REMOVE),
    "user-restore": staff("POST", writes=A.ACCESS_REMOVE),
    "user-email": staff("GET POST", reads=A.EMAIL_CHANGE, writes=A.EMAIL_CHANGE),
    "template-save": staff("POST", writes=A.TEMPLATE_EDIT),
    "view-as": staff("POST", writes=A.PORTAL_VIEW_AS),
    "view-as-stop": staff("POST"),
    "portal-home": Door("client"),
    "portal-client": Door("client"),
    "portal-files": Door("client"),
    "portal-files-upload": Door("client", "POST"),
    "portal-files-tus": Door("client", "POST"),
    "portal-files-tus-upload": Door("client", "HEAD PATCH DELETE"),
    "portal-files-zip": Door("client"),
    "portal-file": Door("client"),
    "portal-file-download": Door("client"),
    "portal-file-preview": Door("client"),
    "portal-file-rename": Door("client", "GET POST"),
    "portal-file-delete": Door("client", "GET POST"),
    "portal-profile": Door("client", "GET POST"),
    "portal-password": Door("client", "GET POST"),
    "portal-sessions": Door("client"),
    "portal-session": Door("client", "POST"),
    "portal-sessions-others": Door("client", "POST"),
}
