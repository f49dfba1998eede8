"""The firm's logo: on the client's side, at the login page and in emails."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.logos import read
from latchstring.firms.models import Branding, Logo
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


def set_logo(actor: Actor, data: bytes) -> Branding:
    """Raises BadFirm with a sentence; then the logo from before stays."""
    actor.require(Action.FIRM_EDIT)
    picture = read(data)
    kept = {"png": picture.png, "width": picture.width, "height": picture.height}
    with transaction.atomic():
        look = _look(actor)
        Logo.objects.update_or_create(firm_id=actor.firm_id, defaults=kept)
        return _note(actor, look, picture.digest)


@transaction.atomic
def remove_logo(actor: Actor) -> Branding:
    """Twice is once."""
    actor.require(Action.FIRM_EDIT)
    look = _look(actor)
    Logo.objects.filter(firm_id=actor.firm_id).delete()
    return _note(actor, look, "")


def _look(actor: Actor) -> Branding:
    look: Branding
    look, _new = Branding.objects.select_for_update().get_or_create(firm_id=actor.firm_id)
    return look


def _note(actor: Actor, look: Branding, digest: str) -> Branding:
    if look.logo_digest != digest:
        look.logo_digest = digest
        look.save(update_fields=["logo_digest"])
        record(actor, Name.FIRM_CHANGED, Entry(subject_id=look.pk, detail={"changed": ["logo"]}))
    return look
