"""An email as a line of the log."""

from dataclasses import dataclass

from latchstring.mail.archive import subject_of
from latchstring.mail.kinds import name_of
from latchstring.mail.models import Message, State

_LABELS = {
    State.QUEUED: ("queued", "Waiting"),
    State.SENDING: ("queued", "Being sent"),
    State.DEFERRED: ("queued", "Waiting to be tried again"),
    State.SENT: ("sent", "Sent"),
    State.DELIVERED: ("delivered", "Delivered"),
    State.FAILED: ("expired", "Failed"),
    State.INACTIVE: ("email-inactive", "Came back"),
    State.COMPLAINED: ("email-inactive", "Called spam"),
    State.WITHHELD: ("removed", "Not sent, email inactive"),
    State.CANCELLED: ("removed", "Cancelled"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """``glyph`` is the status whose symbol and colour the outcome has."""

    message: Message
    subject: str
    kind: str
    glyph: str
    outcome: str


def line_of(message: Message) -> Line:
    glyph, outcome = _LABELS[State(message.state)]
    return Line(message, subject_of(message), name_of(message.kind), glyph, outcome)
