"""Join a team by the link from an email, as a login that is there or with a new one."""

from django.db import IntegrityError, transaction

from latchstring.accounts.joining import State, find, judge
from latchstring.accounts.logins import add_login, hashed
from latchstring.accounts.models import TeamInvite, TeamMember, User
from latchstring.accounts.team import lock
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.kernel.addresses import normalise
from latchstring.policy.actor import system_actor


class LinkClosed(Exception):
    """This link opens nothing now; ``state`` says why."""

    def __init__(self, state: State) -> None:
        self.state = state
        super().__init__(state)


class WrongLogin(Exception):
    """The login is not the address that the invite was sent to, or has to be logged in first."""


@transaction.atomic
def join(token: str, *, user: User, name: str = "") -> TeamMember:
    """Success spends the link; the same login twice is once. Raises LinkClosed or WrongLogin."""
    found, ours = find(token)
    if found is None:
        raise LinkClosed(judge(found, ours=ours))
    lock(found.firm_id)
    invite, ours = find(token)
    if invite is not None and normalise(user.email) != invite.address:
        raise WrongLogin
    state = judge(invite, ours=ours)
    if invite is not None and state == "joined" and invite.member.user_id == user.pk:
        return invite.member
    if invite is None or state != "open":
        raise LinkClosed(state)
    return _write(invite, user, " ".join(name.split())[:150])


def _write(invite: TeamInvite, user: User, name: str) -> TeamMember:
    member: TeamMember = invite.member
    member.user, member.name = user, name or member.name
    member.save(update_fields=["user", "name"])
    invite.accepted_at = clock.now()
    invite.save(update_fields=["accepted_at"])
    detail = {"name": member.name, "role": member.role}
    record(system_actor(member.firm_id), Name.MEMBER_JOINED, Entry(subject_id=member.pk, detail=detail))
    return member


def join_new(token: str, *, address: str, name: str, password: str | None) -> User:
    """With a new login; ``password`` None is for codes by email at each login.

    Raises ValidationError for a weak password, LinkClosed or WrongLogin; all leave the link as it was.
    """
    invite, _ours = find(token)
    firm = invite.member.firm.name if invite else ""
    password_hash = hashed(password, email=address, name=name, firm=firm)
    with transaction.atomic():
        try:
            with transaction.atomic():
                user = add_login(email=address, name=name, password_hash=password_hash)
        except IntegrityError as error:
            raise WrongLogin from error
        join(token, user=user, name=name)
    return user
