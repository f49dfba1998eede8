"""One SMTP conversation, with the next email's envelope sent along behind each content.

RFC 2920 lets MAIL, RCPT and DATA travel together, and behind the content of the email before: one
round trip an email. Replies come in order, so each stays with its own email, and a content leaves
only after the caller has written down the answer to the one before.
"""

import smtplib
from collections.abc import Callable
from contextlib import suppress

from latchstring.mail.bounces.answers import Answer, Stage
from latchstring.mail.servers.base import Mail

_GO_AHEAD = 354
_CLOSING = 421
_LONGEST_LINE = 8192
_ENVELOPE = (Stage.SENDER, Stage.RECIPIENT, Stage.CONTENT)


class Broken(Exception):
    """The connection is gone. ``untouched``: the server has seen nothing of this email's content."""

    def __init__(self, answer: Answer, *, untouched: bool, timed_out: bool = False) -> None:
        self.answer, self.untouched, self.timed_out = answer, untouched, timed_out
        super().__init__(str(answer))


class Conversation:
    def __init__(self, smtp: smtplib.SMTP) -> None:
        self.smtp = smtp
        self.pipelining = smtp.has_extn("pipelining")
        self.knows_utf8 = smtp.has_extn("smtputf8")
        self.ahead: Mail | None = None  # whose envelope has been sent and not been answered
        self.composed: tuple[Mail, bytes] | None = None
        self.finished = 0  # emails answered over this connection
        self._untouched = True

    def send(self, mail: Mail, following: Mail | None, written: Callable[[], None]) -> Answer:
        """Hand over one email, after ``written``. Raises Broken where the connection went with it."""
        self._untouched = True
        if not (mail.to_address.isascii() or self.knows_utf8):
            return Answer(Stage.SENDER, 553, "The mail server knows no addresses with letters beyond English ones.")
        refusal = self._envelope(mail)
        if refusal is None:
            content = self._content(mail)
            if self.pipelining and following and (following.to_address.isascii() or self.knows_utf8):
                content += b"".join(_commands(following))
                self.ahead = following
            written()
            self._untouched = False
            self._write(content)
            self._compose(following)
            refusal = self._reply(Stage.CONTENT)
        self.finished += 1
        return refusal

    def end(self) -> None:
        """Say goodbye, or just leave where an envelope is open that nobody wants any more."""
        try:
            if self.ahead is None:
                self.smtp.quit()
        except (OSError, smtplib.SMTPException):
            pass
        self.smtp.close()

    def _content(self, mail: Mail) -> bytes:
        if self.composed and self.composed[0] is mail:
            return self.composed[1]
        return mail.content().replace(b"\r\n.", b"\r\n..") + b".\r\n"

    def _compose(self, following: Mail | None) -> None:
        """Use the time until the server answers. What can't be composed says so when its turn comes."""
        if following is not None:
            with suppress(Exception):
                self.composed = (following, self._content(following))

    def _envelope(self, mail: Mail) -> Answer | None:
        """None once the server waits for the content, else what it refused."""
        if self.pipelining:
            if self.ahead is not mail:
                self._write(b"".join(_commands(mail)))
            self.ahead = None
            answers = [self._reply(stage) for stage in _ENVELOPE]
        else:
            answers = self._one_by_one(mail)
        refused = next((each for each in answers if each.code >= 400), None)
        if refused is not None:
            self._start_over(empty_content=answers[-1].code == _GO_AHEAD)
        return refused

    def _one_by_one(self, mail: Mail) -> list[Answer]:
        answers = []
        for stage, command in zip(_ENVELOPE, _commands(mail), strict=True):
            self._write(command)
            answers.append(self._reply(stage))
            if answers[-1].code >= 400:
                break
        return answers

    def _start_over(self, *, empty_content: bool) -> None:
        """After a refusal; a server that waits for content all the same gets none (RFC 2920, 3.1)."""
        if empty_content:
            self._write(b".\r\n")
            self._reply(Stage.CONTENT)
        self._write(b"RSET\r\n")
        self._reply(Stage.CONNECTION)

    def _write(self, data: bytes) -> None:
        try:
            self.smtp.sock.sendall(data)  # type: ignore[union-attr]
        except OSError as error:
            raise self._broken(error) from error

    def _reply(self, stage: Stage) -> Answer:
        words = []
        try:
            while True:
                line: bytes = self.smtp.file.readline(_LONGEST_LINE)  # type: ignore[union-attr]
                if not line.endswith(b"\n") or not line[:3].isdigit():
                    raise ConnectionError("The mail server closed the connection.")
                words.append(line[4:].decode("utf-8", "replace").strip())
                if line[3:4] != b"-":
                    break
        except OSError as error:
            raise self._broken(error) from error
        answer = Answer(stage, int(line[:3]), " ".join(words))
        if answer.code == _CLOSING:
            raise Broken(answer, untouched=self._untouched)
        return answer

    def _broken(self, error: OSError) -> Broken:
        timed_out = isinstance(error, TimeoutError)
        words = "The mail server gave no answer in time." if timed_out else f"The connection broke: {error}"
        stage = Stage.CONNECTION if self._untouched else Stage.CONTENT
        return Broken(Answer(stage, 0, words), untouched=self._untouched, timed_out=timed_out)


def _commands(mail: Mail) -> tuple[bytes, bytes, bytes]:
    utf8 = b"" if mail.to_address.isascii() else b" BODY=8BITMIME SMTPUTF8"
    return (
        b"MAIL FROM:<%s>%s\r\n" % (mail.sender.encode(), utf8),
        b"RCPT TO:<%s>\r\n" % mail.to_address.encode(),
        b"DATA\r\n",
    )
