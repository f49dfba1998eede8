"""The shapes in which mail servers wrap what they say; each makes one email of a line of ``said.txt``."""

from collections.abc import Callable
from email.header import Header

TO = "ana@mail.example"
OTHER = "leo@other.example"
_FROM = "b@firm.example"

ORIGINAL = f"""\
Return-Path: <{_FROM}>
Message-ID: <0123@firm.example>
Date: Mon, 4 Jan 2027 09:00:00 +0000
From: Ruth <{_FROM}>
To: {TO}
Subject: Welcome, your mailbox is full of spam

Hello Ana, the user unknown to you has moved. 550 5.1.1
"""
_DAEMON = "MAILER-DAEMON@mx.firm.example"
_COMMANDS = {"rcpt": "RCPT TO", "data": "end of DATA", "mail": "MAIL FROM"}
_FOOTER = """
______________________________________________________________________
This email has been scanned for viruses. If you are not the intended recipient any use of it is prohibited.
For more information about blocked spam visit http://www.scanner.example/
______________________________________________________________________
"""


def email_of(form: str, status: str, words: str) -> bytes:
    """Raises KeyError for a form that there is not."""
    words = words.replace("{to}", TO).replace("\\n", "\n").replace("\\t", "\t")
    return FORMS[form](status, words).encode()


def _head(subject: str, kind: str = "text/plain; charset=utf-8", sender: str = _DAEMON, more: str = "") -> str:
    named = subject if subject.isascii() else Header(subject, "utf-8").encode()
    common = f"Date: Mon, 4 Jan 2027 09:00:05 +0000\nMIME-Version: 1.0\nContent-Type: {kind}\n"
    return f"{more}From: {sender}\nTo: {_FROM}\nSubject: {named}\n{common}\n"


def _parts(*parts: tuple[str, str]) -> str:
    return "".join(f"--=b=\nContent-Type: {kind}\n\n{body}\n" for kind, body in parts) + "--=b=--\n"


def _block(to: str, action: str, status: str, words: str) -> str:
    fields = [f"Final-Recipient: rfc822; {to}", f"Action: {action}", f"Status: {status or '5.0.0'}"]
    said = [f"Diagnostic-Code: smtp; {words.replace(chr(10), ' ')}"] if words else []
    return "\n".join([*fields, *said]) + "\n"


def _report(text: str, *blocks: str, subject: str = "Undelivered Mail Returned to Sender") -> str:
    status = "Reporting-MTA: dns; mx.firm.example\n\n" + "\n".join(blocks)
    head = _head(subject, 'multipart/report; report-type=delivery-status; boundary="=b="', more="Return-Path: <>\n")
    return head + _parts(
        ("text/plain; charset=utf-8", text), ("message/delivery-status", status), ("message/rfc822", ORIGINAL)
    )


def _dsn(status: str, words: str) -> str:
    text = f"This is the mail system.\n\nYour message could not be delivered.\n\n<{TO}>: {words}\n"
    return _report(text, _block(TO, "failed", status, words))


def _answer(command: str) -> Callable[[str, str], str]:
    """Postfix's report of an answer to a command."""

    def made(status: str, words: str) -> str:
        said = words.replace("\n", " ")
        text = f"<{TO}>: host mx.mail.example[192.0.2.7] said: {said} (in reply to {_COMMANDS[command]} command)"
        return _report(f"Your message could not be delivered.\n\n{text}\n", _block(TO, "failed", status, words))

    return made


def _refused(status: str, words: str) -> str:
    said = words.replace("\n", " ")
    text = f"<{TO}>: host mx.mail.example[192.0.2.7] refused to talk to me: {said}"
    return _report(text, _block(TO, "failed", status, f"host mx.mail.example[192.0.2.7] refused to talk to me: {said}"))


def _prose(_: str, words: str) -> str:
    return _head("Undeliverable mail") + f"{words}\n\n----- Original message -----\n\n{ORIGINAL}"


def _exim(command: str) -> Callable[[str, str], str]:
    def made(_: str, words: str) -> str:
        said = words.replace("\n", "\n    ")
        lead = f"SMTP error from remote mail server after {command}:\n    host mx.mail.example [192.0.2.7]: "
        text = (
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not "
            "be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) "
            f"failed:\n\n  {TO}\n    {lead if command else ''}{said}\n\n------ This is a copy of the message, "
            "including all the headers. ------\n\n"
        )
        more = f"Return-Path: <>\nX-Failed-Recipients: {TO}\nAuto-Submitted: auto-replied\n"
        head = _head("Mail delivery failed: returning message to sender", more=more)
        return head + text + ORIGINAL

    return made


def _qmail(_: str, words: str) -> str:
    text = (
        "Hi. This is the qmail-send program at firm.example.\nI'm afraid I wasn't able to deliver your message to the "
        "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
    )
    return (
        _head("failure notice")
        + f"{text}<{TO}>:\n{words}\n\n--- Below this line is a copy of the message.\n\n{ORIGINAL}"
    )


def _sendmail(status: str, words: str) -> str:
    first, _, rest = words.partition("\n")
    talk = f"... while talking to mx.mail.example.:\n>>> DATA\n<<< {first}\n{rest}" if rest else first
    text = (
        "The original message was received at Mon, 4 Jan 2027 09:00:01 GMT\nfrom localhost\n\n   ----- The following "
        f"addresses had permanent fatal errors -----\n<{TO}>\n    (reason: {first})\n\n   ----- Transcript of session "
        f"follows -----\n{talk}\n"
    )
    return _report(text, _block(TO, "failed", status, first), subject="Returned mail: see transcript for details")


def _exchange_prose(_: str, words: str) -> str:
    kind = "text/html; charset=utf-8"
    body = "<html><body><p>" + words.replace("\n", "<br>\n") + "</p></body></html>"
    return _head("Undeliverable: Welcome", kind, "postmaster@mail.example") + body


def _exchange_de(status: str, words: str) -> str:
    lead = "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:"
    text = f"{lead}\n\n{TO}\n\nDiagnoseinformationen für Administratoren:\n"
    return _report(text, _block(TO, "failed", status, words), subject="Unzustellbar: Welcome")


def _gmail(_: str, words: str) -> str:
    head = _head(
        "Delivery Status Notification (Failure)", sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>"
    )
    return head + f"\n** {words}\n"


def _with_footer(status: str, words: str) -> str:
    lead = "This is an automatically generated Delivery Status Notification."
    text = f"{lead}\n\nDelivery to the following recipients failed.\n\n       {TO}\n"
    return _report(text + _FOOTER, _block(TO, "failed", status, words))


def _forwarded(status: str, words: str) -> str:
    head = _head("Fwd: Undelivered", 'multipart/mixed; boundary="=f="', "Ruth <ruth@firm.example>")
    inner = _dsn(status, words)
    question = "--=f=\nContent-Type: text/plain\n\nWhat is this?\n"
    return f"{head}{question}--=f=\nContent-Type: message/rfc822\n\n{inner}\n--=f=--\n"


def _inline(status: str, words: str) -> str:
    quoted = "".join(f"> {line}\n" for line in _prose(status, f"<{TO}>: {words}").split("\n"))
    return _head("Undelivered Mail Returned to Sender", sender="Ruth <ruth@firm.example>") + f"{quoted}\n"


def _two(status: str, words: str) -> str:
    blocks = _block(OTHER, "delivered", "2.0.0", "250 Ok"), _block(TO, "failed", status, words)
    return _report("One of two addresses failed.", *blocks)


def _two_prose(_: str, words: str) -> str:
    lead = "Unable to deliver message to the following address(es)."
    text = f"{lead}\n\n<{OTHER}>:\nThis account is over quota.\n\n<{TO}>:\n{words}\n"
    return _head("Delivery failure") + f"{text}\n--- Original message follows.\n\n{ORIGINAL}"


def _action(action: str) -> Callable[[str, str], str]:
    def made(status: str, words: str) -> str:
        return _report(
            f"This is a notification: {action}.\n",
            _block(TO, action, status, words),
            subject=f"Delivery Status Notification ({action})",
        )

    return made


def _success_prose(_: str, words: str) -> str:
    lead = "   ----- The following addresses had successful delivery notifications -----"
    talk = f"   ----- Transcript of session follows -----\n<{TO}>... Successfully delivered\n{words}\n"
    text = f"{lead}\n<{TO}>  (successfully delivered to mailbox)\n\n{talk}"
    return _report(text, _block(TO, "delivered", "2.1.5", ""), subject="Return receipt")


def _arf(kind: str, words: str, typed: bool = True) -> str:
    fields = f"Feedback-Type: {kind}\nUser-Agent: Reporter/1.0\nVersion: 1\nOriginal-Rcpt-To: <{TO}>\n"
    report = "; report-type=feedback-report" if typed else ""
    head = _head(
        "FW: Welcome", f'multipart/{"report" if typed else "mixed"}{report}; boundary="=b="', "feedback@mail.example"
    )
    return head + _parts(("text/plain", words), ("message/feedback-report", fields), ("message/rfc822", ORIGINAL))


def _jmrp(_: str, __: str) -> str:
    head = _head("complaint about message from 192.0.2.1", 'multipart/mixed; boundary="=b="', "staff@hotmail.com")
    return head + _parts(("message/rfc822", f"X-HmXmrOriginalRecipient: {TO}\n{ORIGINAL}"))


def _mdn(_: str, words: str) -> str:
    kind = 'multipart/report; report-type=disposition-notification; boundary="=b="'
    fields = f"Final-Recipient: rfc822; {TO}\nDisposition: automatic-action/MDN-sent-automatically; deleted\n"
    head = _head("Rejected: Welcome", kind, f"Mail Delivery Subsystem <postmaster@{TO.partition('@')[2]}>")
    return head + _parts(
        ("text/plain", words), ("message/disposition-notification", fields), ("message/rfc822", ORIGINAL)
    )


def _letter(headers: str, words: str) -> str:
    more = "".join(f"{each.strip()}\n" for each in headers.split(";") if each.strip())
    subject, _, body = words.partition(" / ")
    return _head(subject, sender=f"Ana Lind <{TO}>", more=more) + f"{body}\n"


FORMS: dict[str, Callable[[str, str], str]] = {
    "dsn": _dsn, "rcpt": _answer("rcpt"), "data": _answer("data"), "mail": _answer("mail"), "conn": _refused,
    "prose": _prose, "exim": _exim(""), "exim-rcpt": _exim(f"RCPT TO:<{TO}>"), "exim-data": _exim("end of data"),
    "exim-pipe": _exim("pipelined end of data"),
    "qmail": _qmail, "sendmail": _sendmail, "exchange-prose": _exchange_prose, "exchange-de": _exchange_de,
    "gmail": _gmail, "dsn-footer": _with_footer, "forwarded": _forwarded, "forwarded-inline": _inline, "two": _two,
    "two-prose": _two_prose, "delayed": _action("delayed"), "success": _action("delivered"),
    "relayed": _action("relayed"), "expanded": _action("expanded"), "success-prose": _success_prose, "arf": _arf,
    "arf-no-type": lambda kind, words: _arf(kind, words, typed=False), "jmrp": _jmrp, "letter": _letter, "mdn": _mdn,
}  # fmt: skip
