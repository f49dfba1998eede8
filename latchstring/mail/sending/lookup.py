"""What the name servers say, each question asked once in one check."""

from dns.exception import DNSException
from dns.rdatatype import TXT
from dns.resolver import NXDOMAIN, NoAnswer, NoNameservers

from latchstring.firms.dns import PATIENCE, resolver


class Silent(Exception):
    """Nobody answered; nothing can be said."""


class Lookup:
    def __init__(self) -> None:
        self.resolver = resolver()
        self.known: dict[tuple[str, str], list[str]] = {}

    def texts(self, name: str) -> list[str]:
        """The TXT records, the strings of each joined (RFC 7208, 3.3)."""
        return self.ask(name, "TXT")

    def addresses(self, name: str) -> list[str]:
        return [*self.ask(name, "A"), *self.ask(name, "AAAA")]

    def mail_servers(self, name: str) -> list[str]:
        """The names in the MX records; a null MX (RFC 7505) is an empty name."""
        return [each.partition(" ")[2] for each in self.ask(name, "MX")]

    def ask(self, name: str, kind: str) -> list[str]:
        """Raises Silent."""
        if (name, kind) not in self.known:
            self.known[name, kind] = self._ask(name, kind)
        return self.known[name, kind]

    def _ask(self, name: str, kind: str) -> list[str]:
        try:
            answer = self.resolver.resolve(f"{name}.", kind, lifetime=PATIENCE)
        except (NXDOMAIN, NoAnswer):
            return []
        except (NoNameservers, DNSException) as error:
            raise Silent from error
        if answer.rdtype == TXT:
            return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
        return [record.to_text().rstrip(".") for record in answer]
