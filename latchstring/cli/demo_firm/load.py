"""Alder & Pike, a small accounting firm in Maine, as it looks after two months with Latchstring."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from latchstring.accounts.queries import actor_of
from latchstring.cli.demo_firm.cabinet import fill
from latchstring.cli.demo_firm.clients import Told, add_clients
from latchstring.cli.demo_firm.messages import keep_templates
from latchstring.cli.demo_firm.moments import told_at
from latchstring.cli.demo_firm.past import NOTE, write_past
from latchstring.cli.demo_firm.team import open_alder_and_pike
from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.portals.actions.invite import Invitee, invite

FRESH = "sent"
"""These people are invited for real, so that the mailbox shows their emails with links that work."""


@transaction.atomic
def load() -> None:
    since = clock.now() - timedelta(days=75)
    with told_at(since):
        team = open_alder_and_pike()
    joan = actor_of(team["Joan Whitaker"])
    told = add_clients(joan, team, since + timedelta(days=1))
    with told_at(since + timedelta(days=2)):
        keep_templates(joan)
    write_past(joan, team["Ruth Alder"].firm, [each for each in told if each.status != FRESH])
    fill(team)
    _invite_today(joan, [each for each in told if each.status == FRESH])


def _invite_today(actor: Actor, told: Sequence[Told]) -> None:
    for each in told:
        invite(actor, each.client, people=[Invitee(each.email, each.name)], message=NOTE)
