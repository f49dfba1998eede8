"""Who wrote an email that came back, and which of its lines are a mail server's answer to what."""

import re
from collections.abc import Iterator
from email.message import Message

from latchstring.mail.bounces.facts import Stage
from latchstring.mail.bounces.fields import Block, first_address
from latchstring.mail.bounces.table.letters import letters
from latchstring.mail.bounces.text import header, one_line

_ANSWER = re.compile(r"(?<![\d.-])[45]\d\d(?: |-(?!\d{3}-)|$)|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])")
_FULL_ANSWER = re.compile(r"(?<![\d.-])([45])\d\d[ -]+#?\1\.\d{1,3}\.\d{1,3}(?![\d.])|\(#[45]\.\d\.\d{1,3}\)")
_QUOTED = re.compile(r"\W*\(?reason: (.+?)\)?$|<<< (?!503)(.+)")
_RUNS_ON = 4
_LONG = 50

# How Postfix, Exim, sendmail, Courier, qmail and DragonFly say to which command the answer was.
_COMMANDS = (
    (Stage.CONTENT, r"(?:end of |final )?data\b"),
    (Stage.RECIPIENT, r"rcpt to\b|rcpt\b"),
    (Stage.SENDER, r"mail from\b"),
    (Stage.CONNECTION, r"(?:helo|ehlo|initial connection|starttls|auth)\b"),
)
_LEAD = (
    r"(?:in re(?:ply|sponse) to(?: the)?|>>>|sent <<<|did not like our|remote mail(?:er| server) after(?: pipelined)?"
    r"|remote server after|failed on|smtp command|mail during)\s+"
)
_STAGES = tuple((stage, re.compile(_LEAD + f"(?:{words})", re.IGNORECASE)) for stage, words in _COMMANDS)
# MDaemon and hMailServer write down the conversation: the command before the first refusal counts.
_SENT = re.compile(r"(?:-->|\bsent:) (rcpt|mail|data|helo|ehlo|\.)(?:(?!-->).){0,300}?(?:<--|replied:) [45]\d\d")
_BY_COMMAND = {"rcpt": Stage.RECIPIENT, "mail": Stage.SENDER, "data": Stage.CONTENT, ".": Stage.CONTENT}
# Sentences of qmail's and Postfix's, and the states of Google's old reports.
_SENTENCES = (
    (Stage.CONTENT, "failed after i sent the message"),
    (Stage.RECIPIENT, "does not like recipient"),
    (Stage.SENDER, "but sender was rejected"),
    (Stage.CONNECTION, "but greeting failed"),
    (Stage.CONNECTION, "refused to talk to me"),
    (Stage.RECIPIENT, "(state 13)"),
    (Stage.RECIPIENT, "(state 14)"),
    (Stage.CONTENT, "(state 17)"),
    (Stage.CONTENT, "(state 18)"),
)


def is_daemon(message: Message) -> bool:
    """Whether a mail server wrote it, or whoever writes so that no answer can come."""
    sender = header(message, "Return-Path")
    return _local_part(message) in letters().daemons or sender in ("<>", "<MAILER-DAEMON>")


def is_machine(message: Message) -> bool:
    """Whether a program wrote it, by its sender's name or address."""
    automatic = header(message, "Auto-Submitted").lower().startswith("auto-generated")
    return is_daemon(message) or automatic or _has_machines_name(message, "From", "Return-Path")


def tells_of_failure(message: Message) -> bool:
    return message.get("X-Failed-Recipients") is not None or is_failure(header(message, "Subject"))


def is_failure(subject: str) -> bool:
    return any(each in subject.lower() for each in letters().failures)


def is_complaint(message: Message) -> bool:
    """A complaint without the fields of ARF: the report says what it is, or a mail program writes to unsubscribe."""
    kind = str(message.get_param("report-type") or "").lower()
    return kind == "feedback-report" or header(message, "X-Apple-Unsubscribe").lower() == "true"


def complainer(copies: list[Message]) -> str:
    """Who complained by Hotmail's button: it sends the email back with this header and no fields."""
    said = (header(each, "X-HmXmrOriginalRecipient") for each in copies)
    return next((first_address(each) for each in said if each), "")


def is_no_complaint(feedback: list[Block]) -> bool:
    """A report in the form of complaints about something else, such as a signature that failed."""
    return any(block.get("feedback-type", "").strip().lower() in letters().no_complaints for block in feedback)


def is_reply(message: Message) -> bool:
    """An automatic answer of a person's mailbox (RFC 3834), not of a mail server."""
    known = letters()
    if _local_part(message) in known.daemons or message.get("X-Failed-Recipients"):
        return False
    if _has_machines_name(message, "From") and tells_of_failure(message):
        return False
    if any(message.get(name) for name in known.reply_headers):
        return True
    said = [f"{name}: {one_line(str(value))}".lower() for name, value in message.items()]
    if any(each.startswith(known.reply_values) for each in said):
        return True
    subject = header(message, "Subject").lower().lstrip(" [(*")
    return subject.startswith(known.reply_subjects) or any(each in subject for each in known.reply_endings)


def is_evident(message: Message, words: str, copies: list[Message]) -> bool:
    """A bounce by what it holds, whoever sent it: two of a subject, a server's whole answer and an email inside."""
    return sum((tells_of_failure(message), bool(_FULL_ANSWER.search(words)), bool(copies))) > 1


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
    if sent := _SENT.search(lower):
        return _BY_COMMAND.get(sent[1], Stage.CONNECTION)
    return next((each for each, phrase in _SENTENCES if phrase in lower), None)


def answers(words: str) -> Iterator[str]:
    """The lines in which a server answers, by a reply code or an enhanced one, each with the lines it runs on to.

    Where sendmail quotes the other server, what it adds itself says less.
    """
    lines = words.split("\n")
    quoted = [said for line in lines if (said := _quoted(line)) and _ANSWER.search(said)]
    if quoted:
        yield quoted[0]
        return
    left = 0
    for line in lines:
        answers_now = bool(_ANSWER.search(line))
        if answers_now or left:
            yield line
        left = _RUNS_ON if answers_now else left - 1 if left and len(line) > _LONG else 0


def _has_machines_name(message: Message, *names: str) -> bool:
    said = " ".join(header(message, name) for name in names).lower()
    return any(each in said for each in letters().machines)


def _local_part(message: Message) -> str:
    return first_address(header(message, "From")).partition("@")[0].lower()


def _quoted(line: str) -> str:
    found = _QUOTED.match(line)
    return (found[1] or found[2]) if found else ""
