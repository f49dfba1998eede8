"""How often one may try, per address and per network, counted in the cache that all servers share."""

import time
from dataclasses import dataclass
from hashlib import sha256

from allauth.core.internal.ratelimit import Rate, apply_rate, cache_lock, truncate_ip
from django.core.cache import cache
from django.http import HttpRequest

from latchstring.web.common import origin

# Tries and seconds: the first for one address, the second for one network, an office behind one router, say.
LIMITS = {
    "password": ((10, 900), (100, 900)),
    "code": ((5, 600), (60, 600)),
    "guess": ((15, 3600), (100, 3600)),
    "second": ((10, 900), (100, 900)),
    "passkey": ((100, 900), (100, 900)),
    "forgot": ((5, 600), (60, 600)),
    "newest": ((3, 600), (60, 600)),
    "link": ((5, 900), (60, 900)),
    "link-code": ((3, 600), (60, 600)),
}


class TooMany(Exception):
    """``seconds`` is how long to wait."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, round(seconds))
        super().__init__(f"Too many tries. Try again in {_in_words(self.seconds)}.")


@dataclass(frozen=True, slots=True)
class Spent:
    """A counted try. Taking it back leaves every other try counted, so that one good login resets nothing."""

    marks: tuple[tuple[str, float, int], ...]

    def take_back(self) -> None:
        for name, moment, seconds in self.marks:
            with cache_lock(name):
                cache.set(name, [other for other in cache.get(name, []) if other != moment], seconds)


def spend(request: HttpRequest, what: str, address: str) -> Spent:
    """Count a try before it is made, so that tries at once can't slip past. Raises TooMany."""
    network = truncate_ip(origin.address(request) or "")
    marks: list[tuple[str, float, int]] = []
    for key, (amount, seconds) in zip((f"a:{address}", f"n:{network}"), LIMITS[what], strict=True):
        name = _name(what, key)
        try:
            marks.append((name, _count(name, Rate(amount, seconds, "key")), seconds))
        except TooMany:
            Spent(tuple(marks)).take_back()
            raise
    return Spent(tuple(marks))


def wait_for(what: str, address: str) -> float:
    """Seconds until this address may try again, 0 where it may now; nothing is counted."""
    amount, seconds = LIMITS[what][0]
    tries = [moment for moment in cache.get(_name(what, f"a:{address}"), []) if moment > time.time() - seconds]
    return max(0.0, min(tries) + seconds - time.time()) if len(tries) >= amount else 0.0


def forgive(address: str) -> None:
    """Let this address try again at once; the networks that tried stay counted."""
    for what in LIMITS:
        cache.delete(_name(what, f"a:{address}"))


def _name(what: str, key: str) -> str:
    return f"limit:{what}:{sha256(key.encode()).hexdigest()}"


def _count(name: str, rate: Rate) -> float:
    with cache_lock(name) as locked:
        if not locked:
            raise TooMany(1)
        now = time.time()
        allowed, history = apply_rate(cache.get(name, []), now, rate)
        if not allowed:
            raise TooMany(history[-1] + rate.duration - now)
        cache.set(name, history, rate.duration)
    return now


def _in_words(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} seconds" if seconds > 1 else "a second"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes > 1 else "a minute"
