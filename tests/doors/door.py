"""What a row of the doors table says."""

from dataclasses import dataclass

from latchstring.policy.actions import Action as A


@dataclass(frozen=True)
class Door:
    """``face`` is staff, client, public or api; ``reads`` and ``writes`` name what GET and POST need.

    ``everyone`` writes are refused by nothing but the first lock: the person's own profile, say.
    """

    face: str
    methods: str = "GET"
    reads: A | None = None
    writes: A | None = None


def staff(methods: str = "GET", *, reads: A | None = None, writes: A | None = None) -> Door:
    return Door("staff", methods, reads, writes)


def manager(methods: str = "GET") -> Door:
    return Door("staff", methods, A.PORTALS_MANAGE, A.PORTALS_MANAGE)


def team(methods: str = "GET") -> Door:
    return Door("staff", methods, A.TEAM_MANAGE, A.TEAM_MANAGE)
