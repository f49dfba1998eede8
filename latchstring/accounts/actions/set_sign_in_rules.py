"""Change how people log in at this firm. It bites on everybody's next request."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import SignInRules, SingleSignOn
from latchstring.accounts.rules import as_json
from latchstring.accounts.team import lock
from latchstring.audit.names import Name
from latchstring.audit.record import record
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Kind
from latchstring.policy.sign_in import LONGEST, METHOD_NAMES, SHORTEST_IDLE, Method, Rules


class BadRules(ValueError):
    """A sentence that says what can't be asked of people; ``field`` is where, as ``team-hours``."""

    def __init__(self, sentence: str, field: str) -> None:
        self.field = field
        super().__init__(sentence)


@transaction.atomic
def set_sign_in_rules(actor: Actor, *, team: Rules, clients: Rules, how: str = "") -> SignInRules:
    """``how`` is the method of the actor's own session, which must stay allowed. Raises BadRules."""
    actor.require(Action.FIRM_EDIT)
    for side, rules in (("team", team), ("clients", clients)):
        _check(side, rules)
    if Method.SSO in team.methods and not SingleSignOn.objects.filter(firm=actor.firm_id).exists():
        raise BadRules(_("Set single sign-on up first."), "team-methods")
    if how in set(Method) and how not in team.methods:
        sentence = _("You logged in by this method yourself: %s. Log in another way first, then switch it off.")
        raise BadRules(sentence % METHOD_NAMES[Method(how)].lower(), "team-methods")
    lock(actor.firm_id)
    kept: SignInRules = _kept(actor.firm_id)
    before = {side: as_json(kept.of(kind)) for side, kind in (("team", Kind.STAFF), ("clients", Kind.CLIENT))}
    kept.team, kept.clients = as_json(team), as_json(clients)
    after = {"team": kept.team, "clients": kept.clients}
    if before != after:
        kept.save(update_fields=["team", "clients"])
        record(actor, Name.SIGN_IN_CHANGED, before=before, after=after)
    return kept


def _check(side: str, rules: Rules) -> None:
    if not rules.methods:
        raise BadRules(_("Leave at least one way to log in."), f"{side}-methods")
    if not 1 <= rules.hours <= LONGEST:
        raise BadRules(_("A session lasts 1 to %d hours.") % LONGEST, f"{side}-hours")
    if rules.idle_minutes and not SHORTEST_IDLE <= rules.idle_minutes <= 1440:
        raise BadRules(_("Enter 5 to 1,440 minutes, or 0 for no limit."), f"{side}-idle_minutes")


def _kept(firm_id: UUID) -> Any:
    return SignInRules.objects.get_or_create(firm_id=firm_id)[0]
