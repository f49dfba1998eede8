"""Change a firm's details and how it sends."""

from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.details import BadFirm, clean_name, clean_time_zone
from latchstring.firms.models import Firm
from latchstring.kernel.addresses import BadAddress, normalise
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

RANGES = {
    "invite_days": (1, 90),
    "invites_a_day": (1, 100_000),
    "resends_a_day": (1, 50),
    "emails_a_minute": (0, 100_000),
    "undo_seconds": (0, 600),
    "dormant_months": (0, 60),
    "dormant_days": (1, 60),
}
LENGTHS = {"phone": 40, "street": 200}
ADDRESSES = ("support_email", "sender_address")


class Details(TypedDict, total=False):
    name: str
    time_zone: str
    phone: str
    street: str
    support_email: str
    sender_address: str
    invite_days: int
    invites_a_day: int
    resends_a_day: int
    emails_a_minute: int
    undo_seconds: int
    dormant_months: int
    dormant_days: int


@transaction.atomic
def change_firm(actor: Actor, **details: Unpack[Details]) -> Firm:
    """The actor's own firm, with only the given details changed. Raises BadFirm."""
    actor.require(Action.FIRM_EDIT)
    firm = Firm.objects.select_for_update().get(pk=actor.firm_id)
    wanted = {field: _clean(field, value) for field, value in details.items()}
    changed = sorted(field for field, value in wanted.items() if getattr(firm, field) != value)
    if changed:
        for field in changed:
            setattr(firm, field, wanted[field])
        firm.save(update_fields=changed)
        record(actor, Name.FIRM_CHANGED, Entry(subject_id=firm.pk, detail={"name": firm.name, "changed": changed}))
    return firm


def _clean(field: str, value: Any) -> Any:
    if field == "name":
        return clean_name(value)
    if field == "time_zone":
        return clean_time_zone(value)
    if field in RANGES:
        return _within(field, value)
    return _address(field, value) if field in ADDRESSES else _short(field, value)


def _within(field: str, value: int) -> int:
    least, most = RANGES[field]
    if not least <= value <= most:
        raise BadFirm(field, _("Enter a number from {least} to {most}.").format(least=f"{least:,}", most=f"{most:,}"))
    return value


def _short(field: str, value: str) -> str:
    text = " ".join(value.split())
    if len(text) > LENGTHS[field]:
        raise BadFirm(field, _("This is longer than %s characters. Shorten it.") % LENGTHS[field])
    return text


def _address(field: str, value: str) -> str:
    try:
        return normalise(value) if value.strip() else ""
    except BadAddress as error:
        raise BadFirm(field, str(error)) from error
