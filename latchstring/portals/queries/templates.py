"""The saved messages of a firm."""

from django.db.models import Q

from latchstring.mail.models import Template
from latchstring.policy.actor import Actor


def templates_for(actor: Actor, kind: str = "invite") -> list[Template]:
    """The firm's and the team member's own, most used first, 50 at most."""
    rows = Template.objects.visible_to(actor).filter(Q(owner_id=None) | Q(owner_id=actor.member_id), kind=kind)
    return list(rows.order_by("-times_used", "name")[:50])
