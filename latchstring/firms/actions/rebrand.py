"""Change how a firm looks to its clients."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.colours import BadColour, readable
from latchstring.firms.details import BadFirm
from latchstring.firms.models import Branding
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

LONGEST_WELCOME = 2000


@transaction.atomic
def rebrand(actor: Actor, *, colour: str, welcome: str) -> Branding:
    """The colour is stored as the pair that can be read. Raises BadFirm."""
    actor.require(Action.FIRM_EDIT)
    if len(welcome) > LONGEST_WELCOME:
        raise BadFirm("welcome", _("This is longer than %s characters. Shorten it.") % LONGEST_WELCOME)
    try:
        pair = readable(colour)
    except BadColour as error:
        raise BadFirm("colour", str(error)) from error
    look: Branding
    look, _new = Branding.objects.select_for_update().get_or_create(firm_id=actor.firm_id)
    look.colour, look.colour_night, look.welcome = pair.day, pair.night, welcome.strip()
    look.save(update_fields=["colour", "colour_night", "welcome"])
    record(actor, Name.FIRM_CHANGED, Entry(subject_id=look.pk, detail={"changed": ["branding"]}))
    return look
