"""What ends together with access: links, sessions and emails that still wait."""

from collections.abc import Collection

from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.portals import kept, links, sessions
from latchstring.portals.models import Access


def end_access(actor: Actor, rows: Collection[Access], *, reason: str = "Access was removed.") -> None:
    """The facts of a removal, for access rows whose people are locked."""
    now = clock.now()
    people = {row.person_id for row in rows}
    Access.objects.filter(pk__in=[row.pk for row in rows]).update(removed_at=now, removed_by=actor.member_id)
    staying = set(Access.objects.live().filter(person__in=people).values_list("person_id", flat=True))
    links.revoke(people - staying, now, reason)
    links.go_on_without({(row.person_id, row.client_id) for row in rows if row.person_id in staying})
    links.cancel_notices(rows, now, reason)
    sessions.end(people - staying)
    kept.touch(actor.firm_id, person_ids=people, client_ids={row.client_id for row in rows})
