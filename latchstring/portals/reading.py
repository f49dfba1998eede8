"""How a portal user reads: by their clock, in their language, and with which emails."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from latchstring.firms.models import Firm
from latchstring.kernel.date_styles import style_of
from latchstring.policy.actor import Actor
from latchstring.portals.models import PortalUser

MAY_BE_OFF = {"file-shared": _("A file is shared with me")}
"""The kinds of email that a person may do without; what lets them in or keeps their login safe always comes."""


@dataclass(frozen=True, slots=True)
class Reader:
    """``language`` is one of the settings' LANGUAGES."""

    time_zone: str
    language: str


def reader_for(actor: Actor, firm: Firm) -> Reader:
    """The person whom a client's actor stands for; the firm's clock where they have chosen none."""
    rows = PortalUser.objects.visible_to(actor).filter(pk=actor.person_id)
    time_zone, language = rows.values_list("time_zone", "language").get()
    return Reader(time_zone or firm.time_zone, language or settings.LANGUAGE_CODE)


def who_wants(people: Iterable[PortalUser], kind: str) -> Sequence[PortalUser]:
    """Those of them who have not switched this kind of email off."""
    return [each for each in people if kind not in MAY_BE_OFF or kind not in each.emails_off]


class Reads(Protocol):
    """Of a person the firm knows: empty for what is the firm's."""

    time_zone: str
    language: str


def day_of(moment: datetime, firm: Firm, person: Reads | None = None) -> str:
    """``March 24``, or ``24 March``: by the clock and in the language of who reads it, else the firm's."""
    zone = (person and person.time_zone) or firm.time_zone
    language = (person and person.language) or settings.LANGUAGE_CODE
    return style_of(language).long_day.format(moment.astimezone(ZoneInfo(zone)))
