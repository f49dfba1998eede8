"""Begin to go through everybody who has access."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from latchstring.accounts.models import TeamMember
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.bulk import insert
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.models import Access
from latchstring.reviews.models import Line, Review


@transaction.atomic
def start_review(actor: Actor) -> Review:
    """With a line for each access there is now, accepted or not. One at a time: the one that goes on comes back."""
    actor.require(Action.PORTALS_MANAGE)
    Firm.objects.select_for_update(no_key=True).get(pk=actor.firm_id)
    review: Review = Review.objects.filter(firm_id=actor.firm_id, completed_at=None).first() or Review(
        firm_id=actor.firm_id
    )
    if review.started_at:
        return review
    review.started_at, review.started_by = clock.now(), actor.name
    review.save()
    insert(Line, _lines(review))
    record(actor, Name.REVIEW_STARTED, Entry(subject_id=review.pk))
    return review


def _lines(review: Review) -> Iterator[dict[str, Any]]:
    members = dict(TeamMember.objects.filter(firm=review.firm_id).values_list("pk", "name"))
    rows = Access.objects.live().filter(firm=review.firm_id).select_related("person", "client")
    for row in rows.iterator(chunk_size=2000):
        name = str(row.person)
        yield {
            "firm_id": review.firm_id,
            "review_id": review.pk,
            "client_id": row.client_id,
            "access_id": row.pk,
            "name": name,
            "email": row.person.email,
            "client_name": row.client.name,
            "sort_name": f"{row.client.sort_name} {name.casefold()}"[:400],
            "scope": row.scope,
            "granted_at": row.granted_at,
            "granted_by": members.get(row.granted_by, ""),
            "accepted_at": row.accepted_at,
            "ends_at": row.ends_at,
            "last_login_at": row.person.last_login_at,
        }
