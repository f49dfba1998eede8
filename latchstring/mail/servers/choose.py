"""Which way out the settings name."""

from django.conf import settings

from latchstring.mail.servers.base import Server
from latchstring.mail.servers.mailbox import Mailbox
from latchstring.mail.servers.provider import Provider
from latchstring.mail.servers.smtp import SmtpServer

_SMTP = "django.core.mail.backends.smtp.EmailBackend"


def server() -> Server:
    chosen = settings.MAILERS["default"]
    if settings.MAILBOX:
        return Mailbox(settings.DATA_DIR / "mailbox")
    return SmtpServer(**chosen["OPTIONS"]) if chosen["BACKEND"] == _SMTP else Provider()
