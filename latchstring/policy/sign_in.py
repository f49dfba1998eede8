"""What a firm asks of those who log in, and whether a session still meets it."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from latchstring.policy.actor import Kind


class Method(StrEnum):
    """The first step of a login."""

    PASSWORD = "password"  # noqa: S105
    CODE = "code"
    PASSKEY = "passkey"
    SSO = "sso"


OWN = frozenset({Method.PASSWORD, Method.CODE, Method.PASSKEY})
"""What the product checks itself, without anybody else."""

METHOD_NAMES = {
    Method.PASSWORD: "Password",
    Method.CODE: "Code by email",
    Method.PASSKEY: "Passkey",
    Method.SSO: "Single sign-on",
}

LONGEST = 336
SHORTEST_IDLE = 5


@dataclass(frozen=True, slots=True)
class Rules:
    """``hours`` is how long a session lasts, ``idle_minutes`` how long it may rest, 0 for as long as it lasts.

    ``two_to_reset`` asks for two people, or the owner, before the second step of a colleague is taken away.
    """

    two_factors: bool = False
    methods: Set[str] = OWN
    hours: int = LONGEST
    idle_minutes: int = 0
    two_to_reset: bool = False

    def for_owner(self) -> "Rules":
        """The glass to break: where everybody comes by single sign-on, the owner of the firm may still come by
        themselves, so that a provider that is down or misled shuts nobody out for good.
        """
        return replace(self, methods=self.methods | OWN) if self.methods == {Method.SSO} else self


TO_BEGIN_WITH = {Kind.STAFF: Rules(idle_minutes=480), Kind.CLIENT: Rules(idle_minutes=60)}
"""Of a firm that has set nothing: a working day at the desk; an hour at home, where a device may be anybody's."""


class Verdict(StrEnum):
    OPEN = "open"
    SECOND_FACTOR = "second-factor"
    TOO_LONG = "too-long"
    IDLE = "idle"
    OTHER_METHOD = "other-method"


@dataclass(frozen=True, slots=True)
class Entered:
    """How a session began; ``how`` is no method of ours for who came by an invite."""

    how: str
    second: bool
    since: datetime | None
    seen: datetime


def judge(rules: Rules, entered: Entered, now: datetime) -> Verdict:
    """By the rules of this moment, so that a change bites on the next request."""
    if entered.since and now - entered.since > timedelta(hours=rules.hours):
        return Verdict.TOO_LONG
    if rules.idle_minutes and now - entered.seen > timedelta(minutes=rules.idle_minutes):
        return Verdict.IDLE
    if entered.how in set(Method) and entered.how not in rules.methods:
        return Verdict.OTHER_METHOD
    if rules.two_factors and not entered.second:
        return Verdict.SECOND_FACTOR
    return Verdict.OPEN
