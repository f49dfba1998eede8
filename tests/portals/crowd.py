"""A crowd of people in every standing, and the list of them that the Manager ought to show."""

from datetime import timedelta
from random import Random

from latchstring.clients.models import Client
from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.portals import search
from latchstring.portals.models import Access, Phase, PortalUser
from latchstring.portals.queries.manager import SORTS, ManagerFilter, ManagerRow, manager_rows
from tests.cast import Cast

EVERY_SORT = [sign + name for name in SORTS for sign in ("", "-")]
MOST = 50  # pages of a walk, so that one that goes round in a circle ends


def crowd(cast: Cast, count: int, *, seed: int = 1, clients: list[Client] | None = None) -> None:
    """People with many ties and many empty values in what they are sorted by."""
    pick, now = Random(seed), clock.now()
    to = clients or [cast.acme, cast.beta]
    moments = [now - timedelta(days=day) for day in (1, 2, 40, 100)]
    people = []
    for n in range(count):
        phase = pick.choice([Phase.PENDING, Phase.ACTIVE, Phase.ACTIVE, Phase.REMOVED])
        name = pick.choice(["Ana", "Åsa", "Zoë", "an", "Émile", "李雷", "Ölaf"])
        people.append(
            PortalUser(
                firm=cast.firm,
                name=name,
                email=f"p{seed}-{n}@crowd.example",
                address=f"p{seed}-{n}@crowd.example",
                sort_name=name.casefold(),
                phase=phase,
                accepted_at=now if phase == Phase.ACTIVE else None,
                removed_at=now if phase == Phase.REMOVED else None,
                expires_at=now + timedelta(days=pick.choice([-1, 3, 20])),
                status_order=pick.choice([1, 2, 4]),
                first_client=pick.choice(["acme", "beta", ""]),
                invited_at=pick.choice(moments),
                last_login_at=pick.choice([None, *moments]) if phase == Phase.ACTIVE else None,
                web_sessions=pick.choice([0, 0, 1, 7]),
                email_inactive_at=pick.choice([None, None, None, *moments]),
                client_count=1,
            )
        )
    PortalUser.objects.bulk_create(people)
    search.add(people)
    Access.objects.bulk_create(
        Access(
            firm=cast.firm,
            person=person,
            client=pick.choice(to),
            expires_at=person.expires_at,
            accepted_at=person.accepted_at,
            removed_at=person.removed_at,
        )
        for person in people
    )


def walk(actor: Actor, filter: ManagerFilter, sort: str, size: int) -> tuple[list[ManagerRow], list[ManagerRow]]:
    """All pages forwards from the first, then all pages back from the last."""
    forwards: list[ManagerRow] = []
    page = manager_rows(actor, filter, sort, "", size)
    assert page.previous == ""
    pages = [page]
    while page.next and len(pages) < MOST:
        page = manager_rows(actor, filter, sort, page.next, size)
        pages.append(page)
    forwards = [row for each in pages for row in each.rows]
    back = list(page.rows)
    while page.previous and len(back) < MOST * size:
        page = manager_rows(actor, filter, sort, page.previous, size)
        back = [*page.rows, *back]
    return forwards, back
