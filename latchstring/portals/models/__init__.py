"""Who has been let in: the person, the access to each client, and every invite and reminder that was sent."""

from latchstring.portals.models.access import Access, live
from latchstring.portals.models.asks import Answer, Ask
from latchstring.portals.models.invites import Invite, InviteBatch, Skip
from latchstring.portals.models.people import Phase, PortalUser, SearchText, WebSession
from latchstring.portals.models.reminders import Reminder, ReminderPause, ReminderPlan

__all__ = [
    "Access",
    "Answer",
    "Ask",
    "Invite",
    "InviteBatch",
    "Phase",
    "PortalUser",
    "Reminder",
    "ReminderPause",
    "ReminderPlan",
    "SearchText",
    "Skip",
    "WebSession",
    "live",
]
