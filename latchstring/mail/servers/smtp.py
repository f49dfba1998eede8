"""A mail server that we log in to, over one connection that is kept and made anew when it breaks."""

import smtplib
import ssl
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack

from django.core.mail import DNS_NAME

from latchstring.kernel.unreachable import why
from latchstring.mail.bounces.answers import Answer
from latchstring.mail.servers.base import Mail, Unreachable
from latchstring.mail.servers.conversation import Broken, Conversation

_BREAKS_IN_A_ROW = 3


class SmtpServer:
    def __init__(
        self,
        *,
        host: str,
        port: int,
        username: str = "",
        password: str = "",
        use_tls: bool = False,
        use_ssl: bool = False,
        timeout: float = 30,
    ) -> None:
        self.host, self.port, self.timeout = host, port, timeout
        self.username, self.password = username, password
        self.use_tls, self.use_ssl = use_tls, use_ssl
        self.conversation: Conversation | None = None
        self.breaks = 0  # in a row

    def hand_over(self, mails: Sequence[Mail], written: Callable[[], None]) -> Generator[tuple[Mail, Answer]]:
        try:
            for place, mail in enumerate(mails):
                following = mails[place + 1] if place + 1 < len(mails) else None
                answer, broke = self._send(mail, following, written)
                self.breaks = self.breaks + 1 if broke else 0
                yield mail, answer
                if self.breaks == _BREAKS_IN_A_ROW:
                    raise Unreachable(f"The connection to the mail server broke {self.breaks} times in a row. {answer}")
        finally:
            if self.conversation is not None and self.conversation.ahead is not None:
                self.close()

    def close(self) -> None:
        if self.conversation is not None:
            self.conversation.end()
            self.conversation = None

    def _send(self, mail: Mail, following: Mail | None, written: Callable[[], None]) -> tuple[Answer, bool]:
        """The answer, and whether the connection broke.

        A connection that had served its time is replaced once, if the server has seen nothing of this email.
        """
        conversation = self.conversation or self._connect()
        served = conversation.finished > 0
        try:
            return conversation.send(mail, following, written), False
        except Broken as broken:
            conversation.smtp.close()
            self.conversation = None
            if served and broken.untouched and not broken.timed_out:
                return self._send(mail, following, written)
            return broken.answer, True

    def _connect(self) -> Conversation:
        try:
            with ExitStack() as undo:
                smtp = self._open()
                undo.callback(smtp.close)
                self._log_in(smtp)
                undo.pop_all()
        except smtplib.SMTPAuthenticationError as error:
            raise Unreachable(f"The mail server refused our password. It said: {_said(error)}") from error
        except smtplib.SMTPResponseException as error:
            raise Unreachable(f"The mail server does not let us in. It said: {_said(error)}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"The mail server {self.host}:{self.port} can't be reached. {why(error)}") from error
        self.conversation = Conversation(smtp)
        return self.conversation

    def _open(self) -> smtplib.SMTP:
        name = DNS_NAME.get_fqdn()
        if self.use_ssl:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, name, timeout=self.timeout, context=context)
        return smtplib.SMTP(self.host, self.port, name, timeout=self.timeout)

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if self.use_tls:
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if self.username:
            smtp.login(self.username, self.password)


def _said(error: smtplib.SMTPResponseException) -> str:
    words = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
    return f"{error.smtp_code} {words}"
