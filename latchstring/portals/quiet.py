"""Quiet hours: when news waits until a person's morning. Codes, invites and news about a login never wait."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from latchstring.firms.models import Firm
from latchstring.portals.models import PortalUser


def not_before(person: PortalUser, firm: Firm, moment: datetime) -> datetime:
    """The moment itself, or where it falls into their quiet hours, the end of these by their clock."""
    first, last = person.quiet_from, person.quiet_until
    if first is None or last is None or first == last:
        return moment
    local = moment.astimezone(ZoneInfo(person.time_zone or firm.time_zone))
    quiet = first <= local.hour < last if first < last else local.hour >= first or local.hour < last
    if not quiet:
        return moment
    end = local.replace(hour=last, minute=0, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)
