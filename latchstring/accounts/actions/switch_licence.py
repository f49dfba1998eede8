"""Switch a function of the product on or off for the firm."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import TeamMember
from latchstring.accounts.team import BadTeam, lock
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.licences import ALWAYS, LICENCE_NAMES, Licence


@transaction.atomic
def switch_licence(actor: Actor, licence: Licence, *, on: bool) -> Firm:
    """Seats stay through off and on; the first time, everybody on the team gets one. Raises BadTeam."""
    actor.require(Action.TEAM_MANAGE)
    if licence in ALWAYS:
        raise BadTeam(_("%s is always on.") % LICENCE_NAMES[licence])
    lock(actor.firm_id)
    firm = Firm.objects.get(pk=actor.firm_id)
    if (licence in firm.licences) == on:
        return firm
    firm.switched_on = sorted({*firm.switched_on} ^ {licence})
    firm.save(update_fields=["switched_on"])
    first = on and _first_seats(firm, licence)
    name = Name.LICENCE_SWITCHED_ON if on else Name.LICENCE_SWITCHED_OFF
    detail = {"name": LICENCE_NAMES[licence], "licence": licence.value, "everybody": first}
    record(actor, name, Entry(subject_id=firm.pk, detail=detail))
    return firm


def _first_seats(firm: Firm, licence: Licence) -> bool:
    """Whether everybody got one now."""
    team = list(TeamMember.objects.filter(firm=firm))
    if any(licence in member.seats for member in team):
        return False
    for member in team:
        member.seats = sorted({*member.seats, licence})
    TeamMember.objects.bulk_update(team, ["seats"])
    return True
