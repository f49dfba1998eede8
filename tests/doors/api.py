"""The doors of the API: what each operation needs of a team member, beside the scope that its schema names."""

from latchstring.policy.actions import Action as A
from tests.doors.door import Door


def api(methods: str = "GET", *, reads: A | None = None, writes: A | None = None) -> Door:
    return Door("api", methods, reads, writes)


API: dict[str, Door] = {
    "api-clients": api(reads=A.CLIENT_VIEW),
    "api-client": api(reads=A.CLIENT_VIEW),
    "api-client-files": api(reads=A.FILES_VIEW),
    "api-file-content": api(reads=A.FILES_VIEW),
    "api-portal-users": api(reads=A.PORTALS_MANAGE),
    "api-portal-user": api(reads=A.CLIENT_VIEW),
    "api-resend": api("POST", writes=A.INVITE_SEND),
    "api-remove": api("POST", writes=A.ACCESS_REMOVE),
    "api-invites": api("POST", writes=A.INVITE_SEND),
    "api-audit": api(reads=A.AUDIT_VIEW),
}
