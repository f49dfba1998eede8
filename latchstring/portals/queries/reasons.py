"""Why somebody is passed over, in words, and what mends it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.portals.planning import OF_ADDRESS, OF_MEMBER, Reason

_WORDS = {
    Reason.NO_EMAIL: "No email address",
    Reason.EMAIL_INACTIVE: "Email inactive since {day}",
    Reason.ALREADY_INVITED: "Invited {day}",
    Reason.ALREADY_USER: "Already a portal user, will be linked",
    Reason.SHARES_ADDRESS: "Shares an address with {detail}",
    Reason.CLIENT_INACTIVE: "This client is inactive",
    Reason.NO_ACCESS: "You have no access to this client",
    Reason.SAME_PERSON: "Gets one invite for all their clients",
    Reason.OVER_LIMIT: "Over the limit of invites for today",
    Reason.ACCEPTED: "Already accepted",
    Reason.REMOVED: "Access was removed",
}
_LIMITS = {
    OF_MEMBER: "Over the limit of invites a day for each team member. Whoever may edit firm settings can raise it",
    OF_ADDRESS: "Over the limit of invites a day to one address. Whoever may edit firm settings can raise it",
}
_WITHOUT_DETAIL = {
    Reason.EMAIL_INACTIVE: "Email inactive",
    Reason.ALREADY_INVITED: "Already invited",
    Reason.SHARES_ADDRESS: "Shares an address with somebody else",
}
_FIXES = {
    Reason.NO_EMAIL: "Add email",
    Reason.EMAIL_INACTIVE: "Change email",
    Reason.SHARES_ADDRESS: "Change email",
    Reason.ALREADY_INVITED: "View",
    Reason.ALREADY_USER: "View",
    Reason.ACCEPTED: "View",
    Reason.SAME_PERSON: "View",
    Reason.CLIENT_INACTIVE: "View client",
}


def sentence(reason: str, detail: str, firm: Firm) -> str:
    """``Email inactive since Jan 30``: without a full stop, as it stands in lists."""
    known = Reason(reason)
    if known in _WITHOUT_DETAIL and not detail:
        return _WITHOUT_DETAIL[known]
    if known is Reason.OVER_LIMIT and detail in _LIMITS:
        return _LIMITS[detail]
    return _WORDS[known].format(day=_day(detail, firm), detail=detail)


def fix(reason: str) -> str:
    """The words of the link that mends it, or nothing where only time does."""
    return _FIXES.get(Reason(reason), "")


def _day(detail: str, firm: Firm) -> str:
    try:
        zone = ZoneInfo(firm.time_zone)
        day, today = datetime.fromisoformat(detail).astimezone(zone).date(), clock.now().astimezone(zone).date()
    except ValueError:
        return ""
    if day == today:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    year = f", {day.year}" if day.year != today.year else ""
    return f"{day:%b} {day.day}{year}"
