"""Ways out: SMTP over one reused connection, a provider's interface, or the on-screen mailbox."""

from latchstring.mail.servers.base import Mail, Server, Unreachable
from latchstring.mail.servers.choose import server

__all__ = ["Mail", "Server", "Unreachable", "server"]
