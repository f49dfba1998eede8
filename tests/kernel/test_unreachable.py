"""Whoever has to mend a connection reads what is wrong, never a number of the system's."""

import socket
import ssl
from smtplib import SMTPServerDisconnected

import pytest

from latchstring.kernel.unreachable import why


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ConnectionRefusedError(111, "Connection refused"), "Nothing answers there."),
        (socket.gaierror(-2, "Name or service not known"), "No server of this name was found."),
        (TimeoutError("timed out"), "It did not answer in time."),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "It does not speak TLS as we do."),
        (SMTPServerDisconnected("Connection unexpectedly closed"), "It hung up."),
        (OSError(113, "No route to host"), "No route to host."),
        (ValueError("Something else."), "Something else."),
    ],
)
def test_what_is_wrong_and_what_to_look_at(error, words):
    assert why(error).startswith(words)
    assert "rrno" not in why(error)
