"""Which host name a firm may give its portal: each rule with the sentence that explains it."""

import re
from ipaddress import ip_address

import idna
from django.conf import settings
from django.utils.translation import gettext as _

from latchstring.firms.details import BadFirm

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_RESERVED = {"localhost", "local", "internal", "test", "invalid", "onion", "arpa"}


def clean_host(typed: str) -> str:
    """In the form of the DNS: lower case, ASCII, no final dot. Raises BadFirm for the field ``host``."""
    text = "".join(typed.split()).lower().removeprefix("https://").removeprefix("http://").rstrip("/.")
    if not text:
        raise BadFirm("host", _("Enter the name that the portal should have, such as clients.example.com."))
    host = _ascii(text)
    labels = host.split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise BadFirm("host", _("“%s” is not a name like clients.example.com. Leave out paths and ports.") % typed)
    if len(labels) < 2 or labels[-1] in _RESERVED or _is_number(host):
        raise BadFirm("host", _("“%s” can’t be reached from the internet. Enter a name of your own domain.") % host)
    if host == settings.BASE_HOST:
        raise BadFirm("host", _("This is the address that your portal has already."))
    return host


def our_name() -> str:
    """The name that a domain has to point to; empty where this installation has only a number."""
    return "" if _is_number(settings.BASE_HOST) or "." not in settings.BASE_HOST else settings.BASE_HOST


def _ascii(text: str) -> str:
    try:
        return text if text.isascii() else idna.encode(text, uts46=True).decode()
    except idna.IDNAError as error:
        raise BadFirm("host", _("“%s” is not a name that the internet knows how to write.") % text) from error


def _is_number(host: str) -> bool:
    try:
        return bool(ip_address(host.strip("[]")))
    except ValueError:
        return False
