"""What an email that came back says, without any opinion about it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What sort of email it is: a report has fields by RFC 3464, prose is a mail server's without any.

    A letter is what a person seems to have written: whatever it says, it is no bounce. Feedback is a report in the form
    of complaints that complains of nobody.
    """

    REPORT = "report"
    PROSE = "prose"
    COMPLAINT = "complaint"
    FEEDBACK = "feedback"
    REPLY = "reply"
    RECEIPT = "receipt"
    LETTER = "letter"
    UNREADABLE = "unreadable"


class Stage(StrEnum):
    """Where in the conversation a mail server gave its answer."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"
    CONNECTION = "connection"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address of a report, as its fields have it (RFC 3464, 2.3); ``stage`` where the text says it of this one."""

    address: str = ""
    action: str = ""
    status: str = ""
    diagnostic: str = ""
    remote: str = ""
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """Of the email that came back: its Message-ID without brackets, and the addresses of its headers."""

    message_id: str = ""
    return_path: str = ""
    sender: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """``words`` is the free text before the original; ``server`` names who wrote it, as well as can be seen."""

    kind: Kind
    recipients: tuple[Recipient, ...] = ()
    words: str = ""
    subject: str = ""
    server: str = ""
    sender: str = ""
    sent_to: str = ""
    stage: Stage | None = None
    original: Original = field(default_factory=Original)
