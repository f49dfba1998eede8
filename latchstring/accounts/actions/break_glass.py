"""The owner came in another way where everybody has to come by single sign-on. It is logged, and told by email."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.emails import post
from latchstring.accounts.models import TeamMember
from latchstring.accounts.rules import rules_of
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, Origin, origin, record
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.policy.actor import Actor, Kind
from latchstring.policy.roles import Role
from latchstring.policy.sign_in import METHOD_NAMES, Method


@transaction.atomic
def break_glass(actor: Actor, firm: Firm, how: str) -> bool:
    """False where this way is open to the whole team, or is no first step of ours, and nothing was broken."""
    rules = rules_of(firm, Kind.STAFF)
    if actor.role is not Role.OWNER or how in rules.methods or how not in rules.for_owner().methods:
        return False
    way = METHOD_NAMES[Method(how)].lower()
    record(actor, Name.GLASS_BROKEN, Entry(subject_id=actor.member_id, detail={"name": actor.name, "how": how}))
    now = clock.now().astimezone(ZoneInfo(firm.time_zone))
    owners = TeamMember.objects.filter(firm=firm, role=Role.OWNER, deactivated_at=None).select_related("user")
    for owner in owners:
        fields = {
            "member": actor.name,
            "email": owner.email,
            "way": way,
            "when": f"{now:%A, %B} {now.day}, {now:%H:%M}",
            "place": (origin.get() or Origin()).address or _("an unknown address"),
        }
        post(firm, "glass_broken", owner.email, name=owner.name, fields=fields)
    return True
