"""Take somebody into the team."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.logins import add_login, hashed
from latchstring.accounts.models import TeamMember, User
from latchstring.accounts.team import BadTeam, check_grant, lock
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel.addresses import normalise
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.licences import Licence
from latchstring.policy.roles import Role


def add_member(
    actor: Actor, *, email: str, name: str, role: Role, password: str | None = None, title: str = ""
) -> TeamMember:
    """With a seat for everything. A login that is there already keeps its password; without one it logs in by codes.

    Somebody who had left comes back with the new role. Raises ValueError or ValidationError with a sentence.
    """
    actor.require(Action.TEAM_MANAGE)
    if role is Role.OWNER:
        raise BadTeam(_("A firm has one owner. Add this person with another role, then hand the firm over."))
    check_grant(actor, role)
    address, name = normalise(email), " ".join(name.split())[:150] or email.strip()
    known = User.objects.filter(email=address).exists()
    firm = Firm.objects.get(pk=actor.firm_id).name
    password_hash = "" if known else hashed(password, email=address, name=name, firm=firm)
    return _add(actor, address, password_hash, name=name, role=role, title=title)


@transaction.atomic
def _add(actor: Actor, address: str, password_hash: str, *, name: str, role: Role, title: str) -> TeamMember:
    lock(actor.firm_id)
    user = User.objects.filter(email=address).first()
    user = user or add_login(email=address, name=name, password_hash=password_hash)
    ours = TeamMember.objects.filter(firm_id=actor.firm_id)
    member = ours.filter(user=user).first() or ours.filter(user=None, address=address).first()
    if member is not None and member.user_id and member.deactivated_at is None:
        raise BadTeam(_("%(name)s is already on the team.") % {"name": member.name})
    member = member or TeamMember(firm_id=actor.firm_id)
    member.user = user
    member.name, member.role, member.title, member.deactivated_at = name, role, title, None
    member.permission_set, member.seats = None, sorted(Licence)
    member.save()
    detail = {"name": name, "role": role.value, "seats": member.seats}
    record(actor, Name.MEMBER_ADDED, Entry(subject_id=member.pk, detail=detail))
    return member
