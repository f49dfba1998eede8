"""Where a domain leads and whose it is, asked of the name servers."""

from typing import NamedTuple

from django.conf import settings
from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

from latchstring.firms.models import Finding

PATIENCE = 4.0
"""Seconds for each question."""


class Seen(NamedTuple):
    """``points_to`` is a name, or addresses with commas between them."""

    finding: Finding
    points_to: str = ""


def look(host: str, code: str) -> Seen:
    """Whether ``host`` leads to this installation, and the TXT record beside it carries ``code``."""
    try:
        asking = resolver()
        elsewhere = _elsewhere(asking, host)
        if elsewhere is not None:
            return elsewhere
        proven = code in _ask(asking, proof_name(host), "TXT")
    except DNSException:
        return Seen(Finding.SILENT)
    return Seen(Finding.WORKS if proven else Finding.UNPROVEN, settings.BASE_HOST)


def proof_name(host: str) -> str:
    """Where the TXT record stands that says whose the domain is."""
    return f"_latchstring.{host}"


def _elsewhere(resolver: Resolver, host: str) -> Seen | None:
    """None where the host leads here: by its own CNAME, or by having an address that we have."""
    alias = next(iter(_ask(resolver, host, "CNAME")), "")
    if alias.lower() == settings.BASE_HOST:
        return None
    addresses = _addresses(resolver, host)
    if not alias and not addresses:
        return Seen(Finding.MISSING)
    if set(addresses) & set(_addresses(resolver, settings.BASE_HOST)):
        return None
    return Seen(Finding.ELSEWHERE, (alias or ", ".join(addresses))[:300])


def _addresses(resolver: Resolver, host: str) -> list[str]:
    return [*_ask(resolver, host, "A"), *_ask(resolver, host, "AAAA")]


def _ask(resolver: Resolver, name: str, kind: str) -> list[str]:
    """The records of this kind, names without their final dot; raises DNSException where nobody answers."""
    try:
        answer = resolver.resolve(f"{name}.", kind, lifetime=PATIENCE)
    except (NXDOMAIN, NoAnswer):
        return []
    return [record.to_text().strip('"').rstrip(".") for record in answer]


def resolver() -> Resolver:
    """The machine's own, or the server that the settings name."""
    if settings.DNS_SERVER is None:
        return Resolver()
    named = Resolver(configure=False)
    host, named.port = settings.DNS_SERVER
    named.nameservers = [host]
    return named
