"""Every reason there is: whose fault it is, and how it is said to people."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """``dead`` is the only one that makes an address inactive at once; ``failed`` never does by itself."""

    DEAD = "dead"
    FAILED = "failed"
    COMPLAINT = "complaint"
    AUTOREPLY = "autoreply"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"


class Fault(StrEnum):
    """Whose fault a failure is: the address's, ours as the sender, or nobody's for long."""

    ADDRESS = "address"
    OURS = "ours"
    PASSING = "passing"
    NOBODY = ""


@dataclass(frozen=True, slots=True)
class Reason:
    name: str
    verdict: Verdict
    fault: Fault
    sentence: str


def _all() -> dict[str, Reason]:
    dead, ours, passing = Fault.ADDRESS, Fault.OURS, Fault.PASSING
    failures = {
        "user-unknown": (dead, "There is no mailbox with this address."),
        "no-host": (dead, "The part after @ receives no email."),
        "moved": (dead, "This mailbox has moved, and the old address takes nothing."),
        "closed": (dead, "This mailbox is closed or takes no email."),
        "not-authentic": (ours, "The mail server could not verify that our email is ours (SPF, DKIM or DMARC)."),
        "reverse-dns": (ours, "The mail server wants a name for the machine that sends our email (reverse DNS)."),
        "reputation": (ours, "The mail server blocks the machine that sends our email."),
        "spam": (ours, "The mail server took our email for spam."),
        "content": (ours, "The mail server refused the content of our email."),
        "too-large": (ours, "Our email was too large for this mailbox."),
        "relaying": (ours, "Our mail server does not accept email for this address from us."),
        "sender": (ours, "The mail server refused our sender address."),
        "policy": (ours, "The mail server refused our email. The address may well be right."),
        "refused": (ours, "The mail server refused our email. The address may well be right."),
        "mailbox-full": (passing, "This mailbox is full. We try again later."),
        "too-fast": (passing, "The mail server takes no more email from us for now."),
        "later": (passing, "The mail server asked us to try again later."),
        "delayed": (passing, "The email is late; the mail server still tries."),
        "expired": (passing, "The mail server could not hand the email over in time."),
        "no-connection": (passing, "The mail server of this address could not be reached."),
        "loop": (passing, "The email went round in circles between mail servers."),
        "suspended": (passing, "This mailbox is blocked for now."),
        "filtered": (passing, "The recipient's own filter refused our email."),
        "their-system": (passing, "The mail server of this address has a fault."),
        "undefined": (passing, "The email came back, and nothing says why."),
    }
    found = {
        name: Reason(name, Verdict.DEAD if fault is dead else Verdict.FAILED, fault, sentence)
        for name, (fault, sentence) in failures.items()
    }
    others = (
        Reason("complaint", Verdict.COMPLAINT, dead, "The recipient marked our email as spam."),
        Reason("autoreply", Verdict.AUTOREPLY, Fault.NOBODY, "An automatic answer came."),
        Reason("delivered", Verdict.DELIVERED, Fault.NOBODY, "The email has arrived."),
        Reason("unknown", Verdict.UNKNOWN, Fault.NOBODY, "This email says nothing that we understand."),
    )
    return found | {reason.name: reason for reason in others}


REASONS = _all()
