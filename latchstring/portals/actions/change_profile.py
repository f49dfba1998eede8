"""A portal user changes what is theirs to change; the email, which they log in with, has an action of its own."""

import zoneinfo
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import search
from latchstring.portals.models import PortalUser
from latchstring.portals.reading import MAY_BE_OFF


class BadProfile(ValueError):
    """A sentence that says what is wrong; ``field`` is where."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


@transaction.atomic
def change_profile(
    actor: Actor,
    *,
    name: str,
    phone: str,
    time_zone: str,
    language: str = "",
    emails_off: Collection[str] = (),
    quiet: tuple[int, int] | None = None,
) -> PortalUser:
    """An empty ``time_zone`` or ``language`` means the firm's; ``emails_off`` are kinds. Raises BadProfile.

    ``quiet`` are the hours, from 0 to 23, from and until which no news is emailed.
    """
    actor.require(Action.PORTAL_ENTER)
    actor.require_hands()
    wanted = {
        "name": _clean_name(name),
        "phone": phone.strip()[:40],
        "time_zone": _clean_zone(time_zone),
        "language": _clean_language(language),
        "emails_off": _clean_kinds(emails_off),
        **_clean_hours(quiet),
    }
    person: PortalUser = PortalUser.objects.select_for_update().get(firm_id=actor.firm_id, pk=actor.person_id)
    changed = sorted(field for field, value in wanted.items() if getattr(person, field) != value)
    if not changed:
        return person
    for field in changed:
        setattr(person, field, wanted[field])
    person.sort_name = person.name.casefold()[:200]
    person.save(update_fields=[*changed, "sort_name"])
    search.refresh(person)
    record(actor, Name.PROFILE_CHANGED, Entry(person_id=person.pk, detail={"name": person.name, "changed": changed}))
    return person


def _clean_name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name:
        raise BadProfile("name", _("Enter your name."))
    if len(name) > 200:
        raise BadProfile("name", _("This name is longer than 200 characters. Shorten it."))
    return name


def _clean_zone(typed: str) -> str:
    if typed and typed not in zoneinfo.available_timezones():
        raise BadProfile("time_zone", _("Choose a time zone from the list."))
    return typed


def _clean_language(typed: str) -> str:
    if typed and typed not in dict(settings.LANGUAGES):
        raise BadProfile("language", _("Choose a language from the list."))
    return typed


def _clean_kinds(typed: Collection[str]) -> list[str]:
    if not MAY_BE_OFF.keys() >= set(typed):
        raise BadProfile("emails", _("This email can’t be switched off."))
    return sorted(typed)


def _clean_hours(quiet: tuple[int, int] | None) -> dict[str, int | None]:
    first, last = quiet or (None, None)
    if quiet and not all(0 <= hour <= 23 for hour in quiet):
        raise BadProfile("quiet_from", _("Choose the hours from the list."))
    if quiet and first == last:
        raise BadProfile("quiet_until", _("Choose another hour for the end than for the beginning."))
    return {"quiet_from": first, "quiet_until": last}
