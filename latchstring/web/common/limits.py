"""How often one may try, per address and per network."""

from hashlib import sha256

from allauth.core.internal.ratelimit import truncate_ip
from django.http import HttpRequest

from latchstring.accounts import tries
from latchstring.accounts.tries import Limit, Spent
from latchstring.kernel import clock
from latchstring.web.common import known_browsers, origin

# Tries and seconds: the first for one address, the second for one network, an office behind one router, say.
LIMITS = {
    "password": ((10, 900), (100, 900)),
    "code": ((5, 600), (60, 600)),
    "guess": ((15, 3600), (100, 3600)),
    "second": ((10, 900), (100, 900)),
    "sso": ((60, 600), (60, 600)),
    "pin": ((5, 900), (100, 900)),
    "passkey": ((100, 900), (100, 900)),
    "forgot": ((5, 600), (60, 600)),
    "newest": ((3, 600), (60, 600)),
    "export": ((30, 600), (300, 600)),
    "sent-in": ((3_000, 600), (30_000, 600)),
    "api": ((600, 60), (6_000, 60)),
    "link": ((5, 900), (60, 900)),
    "link-code": ((3, 600), (60, 600)),
}


class TooMany(Exception):
    """``seconds`` is how long to wait."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, round(seconds))
        super().__init__(f"Too many tries. Try again in {_in_words(self.seconds)}.")


def spend(request: HttpRequest, what: str, address: str) -> Spent:
    """Count a try before it is made, so that tries at once can't slip past. Raises TooMany."""
    network = truncate_ip(origin.address(request) or "")
    who = f"k:{address}" if known_browsers.is_known(request, address) else f"a:{address}"
    keys = zip((who, f"n:{network}"), LIMITS[what], strict=True)
    try:
        return tries.spend([Limit(_mark(what, key), *rate) for key, rate in keys])
    except tries.Exceeded as error:
        raise TooMany((error.until - clock.now()).total_seconds()) from error


def wait_for(what: str, address: str) -> float:
    """Seconds until this address may try again, 0 where it may now; nothing is counted."""
    until = tries.open_at(Limit(_mark(what, f"a:{address}"), *LIMITS[what][0]))
    return max(0.0, (until - clock.now()).total_seconds()) if until else 0.0


def forgive(address: str) -> None:
    """Let this address try again at once; the networks that tried stay counted."""
    tries.forgive([_mark(what, f"{who}:{address}") for what in LIMITS for who in "ak"])


def _mark(what: str, key: str) -> str:
    return sha256(f"{what}:{key}".encode()).hexdigest()


def _in_words(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} seconds" if seconds > 1 else "a second"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes > 1 else "a minute"
