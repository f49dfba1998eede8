"""Every email is a row first; what it says, where it goes, and what came back stand beside it."""

from latchstring.mail.models.addresses import AddressState
from latchstring.mail.models.campaigns import Campaign, Outage, Pace
from latchstring.mail.models.letters import Letter
from latchstring.mail.models.messages import WAITING, MailLink, Message, State
from latchstring.mail.models.templates import Template

__all__ = [
    "WAITING",
    "AddressState",
    "Campaign",
    "Letter",
    "MailLink",
    "Message",
    "Outage",
    "Pace",
    "State",
    "Template",
]
