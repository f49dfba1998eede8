"""Every email is a row first; what it says, where it goes, and what came back stand beside it."""

from latchstring.mail.models.addresses import AddressState
from latchstring.mail.models.alerts import Alert, Fault
from latchstring.mail.models.campaigns import Campaign, DomainPace, LastLook, Outage, Pace
from latchstring.mail.models.events import MailEvent
from latchstring.mail.models.letters import Letter
from latchstring.mail.models.messages import NOT_ARRIVED, SECRET_FIELDS, WAITING, MailLink, Message, State
from latchstring.mail.models.templates import Template

__all__ = [
    "NOT_ARRIVED",
    "SECRET_FIELDS",
    "WAITING",
    "AddressState",
    "Alert",
    "Campaign",
    "DomainPace",
    "Fault",
    "LastLook",
    "Letter",
    "MailEvent",
    "MailLink",
    "Message",
    "Outage",
    "Pace",
    "State",
    "Template",
]
