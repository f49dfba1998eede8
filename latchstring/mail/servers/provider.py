"""A provider by django-anymail, or any other of Django's email backends."""

from collections.abc import Callable, Generator, Sequence
from email.headerregistry import Address
from html import escape

import botocore.exceptions
import requests
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives, mailers
from urllib3.exceptions import ProtocolError

from latchstring.mail.bounces import returns
from latchstring.mail.bounces.answers import Answer, Stage
from latchstring.mail.mime.prepared import fill_plain
from latchstring.mail.mime.values import one_line
from latchstring.mail.servers.base import Mail, Unreachable

_NO_CONNECTION = (requests.ConnectionError, botocore.exceptions.ConnectionError)
_NO_KEY = (botocore.exceptions.NoCredentialsError, botocore.exceptions.PartialCredentialsError)
_AWAY = "The email provider can't be reached. Check the network of this machine, and what the provider says of itself."
_FAILING = "The email provider fails again and again. It said: {}"
_KEY_REFUSED = (401, 403)
_LATER = (408, 429)
"""Not taken: the request came too slowly, or there were too many."""
_FAILURES_IN_A_ROW = 3


class Provider:
    def __init__(self) -> None:
        self.connection = mailers["default"]
        self.failures = 0  # in a row

    def hand_over(self, mails: Sequence[Mail], written: Callable[[], None]) -> Generator[tuple[Mail, Answer]]:
        for mail in mails:
            written()
            answer = self._send(mail)
            self.failures = self.failures + 1 if answer.is_missing else 0
            yield mail, answer
            if self.failures == _FAILURES_IN_A_ROW:
                raise Unreachable(_FAILING.format(answer))

    def close(self) -> None:
        self.connection.close()

    def _send(self, mail: Mail) -> Answer:
        try:
            self.connection.open()
            self.connection.send_messages([as_django(mail)])
        except AnymailRecipientsRefused as error:
            return Answer(Stage.RECIPIENT, 550, str(error).splitlines()[0])
        except AnymailAPIError as error:
            return _answer(error)
        except (OSError, botocore.exceptions.BotoCoreError) as error:
            raise Unreachable(_AWAY) from error
        return Answer(Stage.CONTENT, 250, "Taken by the provider.")


def as_django(mail: Mail) -> EmailMultiAlternatives:
    """The same letter and fields, as Django's own message."""
    letter = mail.letter
    email = EmailMultiAlternatives(
        subject=one_line(fill_plain(letter.subject, mail.fields)),
        body=fill_plain(letter.text, mail.fields),
        from_email=str(Address(one_line(letter.from_name), addr_spec=letter.from_address)),
        to=[str(Address(one_line(mail.to_name), addr_spec=mail.to_address))],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": mail.prepared.message_id(mail.id),
            "Auto-Submitted": "auto-generated",
            **mail.prepared.stopping(mail.fields),
        },
    )
    email.metadata = {returns.MARK: returns.mark(mail.id)}  # type: ignore[attr-defined]
    email.attach_alternative(fill_plain(letter.html, mail.fields, escape), "text/html")
    return email


def _answer(error: AnymailAPIError) -> Answer:
    """Nobody there, 401 and 403 stop everything; 408 and 429 pass; other refusals are about the email.

    Who went silent after the email was handed over, failed over it (5xx), or gave an answer that says nothing, may have
    taken it.
    """
    cause = error.__cause__
    if isinstance(cause, _NO_CONNECTION) and not _was_asked(cause):
        raise Unreachable(_AWAY) from error
    status = _status(error)
    words = str(error).splitlines()[0]
    if status in _KEY_REFUSED or isinstance(cause, _NO_KEY):
        raise Unreachable(f"The email provider refused our key: {words}") from error
    if status is None or status < 300 or status >= 500:
        return Answer(Stage.CONTENT, 0, words)
    if status in _LATER:
        return Answer(Stage.CONTENT, 451, words)
    return Answer(Stage.SENDER, 554, words)


def _was_asked(cause: Exception) -> bool:
    """The connection was made, and broke later."""
    return bool(cause.args) and isinstance(cause.args[0], ProtocolError)


def _status(error: AnymailAPIError) -> int | None:
    """Of HTTP; boto3 tells it in another place."""
    if isinstance(error.response, dict):
        return int(error.response["ResponseMetadata"]["HTTPStatusCode"])
    status: int | None = error.status_code
    return status
