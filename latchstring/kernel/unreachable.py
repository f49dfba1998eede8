"""Why a server can't be reached, as a sentence for whoever has to mend it."""

import socket
import ssl
from smtplib import SMTPServerDisconnected

from django.utils.translation import gettext as _


def why(error: Exception) -> str:
    """What is wrong and what to look at; the system's own words where there are none of ours."""
    match error:
        case ConnectionRefusedError():
            return _("Nothing answers there. Check the name and the port, and that the server runs.")
        case socket.gaierror():
            return _("No server of this name was found. Check how it is spelt, and that name servers are reached.")
        case TimeoutError():
            return _("It did not answer in time. A firewall may be in the way, or the port may be wrong.")
        case ssl.SSLCertVerificationError():
            return _("Its certificate is not trusted: %s.") % error.verify_message.rstrip(".")
        case ssl.SSLError():
            return _("It does not speak TLS as we do. Check whether this port begins with TLS or turns to it later.")
        case SMTPServerDisconnected():
            return _("It hung up. Check the port, and whether it begins with TLS.")
        case OSError(strerror=str(words)) if words:
            return f"{words}."
    return f"{str(error).rstrip('.')}."
