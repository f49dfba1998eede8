"""Who wrote an email that came back, and which of its lines are a mail server's answer to what."""

import re
from collections.abc import Iterator
from email.message import Message

from latchstring.mail.bounces.facts import Stage
from latchstring.mail.bounces.fields import Block, first_address
from latchstring.mail.bounces.text import header

_DAEMONS = ("mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "mdaemon", "mailerdaemon", "mailmaster")
_MACHINES = (
    *_DAEMONS, "post_master", "post-master", "mail delivery", "mail administrator", "mail system", "mailsystem",
    "no-reply", "noreply", "donotreply", "-admin@", "-owner@", "-request@", "listserv", "bounce",
)  # fmt: skip
_FAILURES = (
    "undeliver", "deliver", "returned mail", "returned to sender", "failure notice", "mail failure", "mail error",
    "mail system error", "could not send", "could not be sent", "non remis", "unzustellbar", "zustellung",
    "no se puede entregar", "mancato recapito", "non recapit", "配信", "送信", "エラー",
    "недостав", "не доставл", "退信",
)  # fmt: skip
_REPLY_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-Vacation", "X-Mail-Autoreply")
_REPLY_SUBJECT = re.compile(
    r"\s*(?:auto(?:matic)?[- ]?(?:reply|response)|auto:|out of (?:the )?office|vacation\b|abwesen|absence\b|"
    r"r[eé]ponse automatique|respuesta autom[aá]tica|risposta automatica|automatische antwort|自動返信|自動応答)",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"(?<![\d.])[45]\d\d(?:[ -]|$)|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])")

# How Postfix, Exim, sendmail, Courier, qmail and DragonFly say to which command the answer was.
_COMMANDS = (
    (Stage.CONTENT, r"(?:end of |final )?data\b"),
    (Stage.RECIPIENT, r"rcpt to\b|rcpt\b"),
    (Stage.SENDER, r"mail from\b"),
    (Stage.CONNECTION, r"(?:helo|ehlo|initial connection|starttls|auth)\b"),
)
_LEAD = r"(?:in reply to(?: the)?|>>>|sent <<<|did not like our|remote (?:mail )?server after|smtp command)\s+"
_STAGES = tuple((stage, re.compile(_LEAD + f"(?:{words})", re.IGNORECASE)) for stage, words in _COMMANDS)
_QMAIL = (
    (Stage.CONTENT, "failed after i sent the message"),
    (Stage.RECIPIENT, "does not like recipient"),
    (Stage.SENDER, "but sender was rejected"),
    (Stage.CONNECTION, "but greeting failed"),
    (Stage.CONNECTION, "refused to talk to me"),
)


def is_daemon(message: Message) -> bool:
    """Whether a mail server wrote it, or whoever writes so that no answer can come."""
    sender = header(message, "Return-Path")
    return _local_part(message) in _DAEMONS or sender in ("<>", "<MAILER-DAEMON>")


def is_machine(message: Message) -> bool:
    """Whether a program wrote it, by its sender's name or address."""
    sender = f"{header(message, 'From')} {header(message, 'Return-Path')}".lower()
    automatic = header(message, "Auto-Submitted").lower().startswith("auto-generated")
    return is_daemon(message) or automatic or any(each in sender for each in _MACHINES)


def tells_of_failure(message: Message) -> bool:
    subject = header(message, "Subject").lower()
    return message.get("X-Failed-Recipients") is not None or any(each in subject for each in _FAILURES)


def is_complaint(message: Message) -> bool:
    """A complaint without the fields of ARF: the report says what it is, or a mail program writes to unsubscribe."""
    kind = str(message.get_param("report-type") or "").lower()
    return kind == "feedback-report" or header(message, "X-Apple-Unsubscribe").lower() == "true"


def is_reply(message: Message) -> bool:
    """An automatic answer of a person's mailbox (RFC 3834), not of a mail server."""
    if _local_part(message) in _DAEMONS or message.get("X-Failed-Recipients"):
        return False
    said = header(message, "Auto-Submitted").lower()
    if said.startswith("auto-replied") or any(message.get(name) for name in _REPLY_HEADERS):
        return True
    precedence = header(message, "Precedence").lower() in ("auto_reply", "auto-reply")
    return precedence or bool(_REPLY_SUBJECT.match(header(message, "Subject")))


def server(message: Message, status: list[Block]) -> str:
    """Host names and programs that the email was made by, in one line of lower case."""
    said = [block.get(name, "") for block in status for name in ("reporting-mta", "remote-mta")]
    names = ("From", "X-Mailer", "Message-ID", "User-Agent")
    return " ".join(filter(None, [*said, *(header(message, name) for name in names)])).lower()[:1000]


def stage(words: str) -> Stage | None:
    """To which command the refusal was an answer, where the text says so; the earliest that it names counts."""
    text = " ".join(words.split())
    found = [(match.start(), each) for each, pattern in _STAGES if (match := pattern.search(text))]
    if found:
        return min(found)[1]
    lower = text.lower()
    return next((each for each, phrase in _QMAIL if phrase in lower), None)


def answers(words: str) -> Iterator[str]:
    """The lines in which a server answers, by a reply code or an enhanced one, each with the line it runs on to."""
    lines = words.split("\n")
    for place, line in enumerate(lines):
        runs_on = place > 0 and bool(_ANSWER.search(lines[place - 1]))
        if runs_on or _ANSWER.search(line):
            yield line


def _local_part(message: Message) -> str:
    return first_address(header(message, "From")).partition("@")[0].lower()
