"""SPF (RFC 7208): which machines may send for a domain, and whether ours is one of them."""

from ipaddress import ip_address, ip_network

from django.utils.translation import gettext as _

from latchstring.mail.sending.finding import Finding, Tone
from latchstring.mail.sending.lookup import Lookup

TITLE = "SPF"
MOST_LOOKUPS = 10  # RFC 7208, 4.6.4
_ASKS = ("include", "a", "mx", "ptr", "exists", "redirect")


class TooDeep(Exception):
    """More questions than a mail server asks."""


def records_of(lookup: Lookup, domain: str) -> list[str]:
    return [each for each in lookup.texts(domain) if each.lower() == "v=spf1" or each.lower().startswith("v=spf1 ")]


def look(lookup: Lookup, domain: str, *, way_out: str, include: str) -> Finding:
    """``way_out`` is our mail server's name, ``include`` what the provider's SPF record is called; one may be empty."""
    found = records_of(lookup, domain)
    wanted = f"include:{include}" if include else f"a:{way_out}" if way_out else "mx"
    if not found:
        words = _("%s does not say who may send its emails, so anybody could. Add this record.") % domain
        return Finding(TITLE, Tone.BAD, words, domain, f"v=spf1 {wanted} ~all")
    if len(found) > 1:
        words = _("%s has more than one SPF record, so mail servers heed none of them. Make one of them.") % domain
        return Finding(TITLE, Tone.BAD, words, domain, " | ".join(found))
    record = found[0]
    if record.lower().split()[-1] in ("+all", "all"):
        words = _("The record ends in “all”: it lets everybody in the world send for %s. End it in ~all.") % domain
        return Finding(TITLE, Tone.BAD, words, domain, record)
    try:
        walk = Walk(lookup)
        walk.through(domain, record)
    except TooDeep:
        words = _("The record leads to more than ten others, so mail servers give up on it. Take some out.")
        return Finding(TITLE, Tone.BAD, words, domain, record)
    return _ours(lookup, domain, record, walk, way_out=way_out, include=include, wanted=wanted)


def _ours(
    lookup: Lookup, domain: str, record: str, walk: "Walk", *, way_out: str, include: str, wanted: str
) -> Finding:
    named = include in walk.includes if include else any(walk.allows(each) for each in lookup.addresses(way_out))
    if named:
        return Finding(TITLE, Tone.GOOD, _("%s says that our mail server may send for it.") % domain)
    if not include and not way_out:
        return Finding(TITLE, Tone.GOOD, _("%s says who may send for it.") % domain)
    words = _("%(domain)s says who may send for it, but %(server)s is not among them. Add it to the record.") % {
        "domain": domain,
        "server": include or way_out,
    }
    first, *rest = record.split()
    return Finding(TITLE, Tone.BAD if include else Tone.DOUBTFUL, words, domain, " ".join([first, wanted, *rest]))


class Walk:
    """All that a record allows, through the records that it includes."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.includes: set[str] = set()
        self.networks: set[str] = set()
        self.asked = 0

    def allows(self, address: str) -> bool:
        mine = ip_address(address)
        return any(mine in ip_network(each, strict=False) for each in self.networks)

    def through(self, domain: str, record: str) -> None:
        for term in record.split()[1:]:
            name, _sep, value = term.lstrip("+").replace("=", ":", 1).partition(":")
            name, _slash, bits = name.lower().partition("/")
            if name in _ASKS:
                self.asked += 1
                if self.asked > MOST_LOOKUPS:
                    raise TooDeep
            if name in ("include", "redirect") and value and value not in self.includes:
                self.includes.add(value)
                for each in records_of(self.lookup, value)[:1]:
                    self.through(value, each)
            elif name in ("ip4", "ip6"):
                self._add(value)
            elif name in ("a", "mx"):
                host, _slash, size = value.partition("/")
                hosts = [host or domain] if name == "a" else self.lookup.mail_servers(host or domain)
                for each in hosts:
                    for address in self.lookup.addresses(each):
                        self._add(f"{address}/{size or bits}" if (size or bits) else address)

    def _add(self, network: str) -> None:
        """What is not a network says nothing; ``-`` and ``~`` before a name never come here."""
        try:
            ip_network(network, strict=False)
        except ValueError:
            return
        self.networks.add(network)
