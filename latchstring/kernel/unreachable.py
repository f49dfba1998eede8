"""Why a server can't be reached, as a sentence for whoever has to mend it."""

import socket
import ssl
from smtplib import SMTPServerDisconnected

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WORDS = (
    (
        ConnectionRefusedError,
        gettext_lazy("Nothing answers there. Check the name and the port, and that the server runs."),
    ),
    (
        socket.gaierror,
        gettext_lazy("No server of this name was found. Check how it is spelt, and that name servers are reached."),
    ),
    (
        TimeoutError,
        gettext_lazy("It did not answer in time. A firewall may be in the way, or the port may be wrong."),
    ),
    (
        ssl.SSLError,
        gettext_lazy("It does not speak TLS as we do. Check whether this port begins with TLS or turns to it later."),
    ),
    (SMTPServerDisconnected, gettext_lazy("It hung up. Check the port, and whether it begins with TLS.")),
)


def why(error: Exception) -> str:
    """What is wrong and what to look at; the system's own words where there are none of ours."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("Its certificate is not trusted: %s.") % error.verify_message.rstrip(".")
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return str(words)
    said = (isinstance(error, OSError) and error.strerror) or str(error)
    return f"{said.rstrip('.')}."
