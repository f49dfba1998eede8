"""What a client's record holds that a door can be about: a note, a link, a change to many."""

from typing import Any

from latchstring.accounts.models import TeamMember
from latchstring.clients.models import BulkChange, BulkPart, Client, Link, Note
from latchstring.kernel import clock
from latchstring.reviews.models import Evidence, Review
from tests.cast import make_client


def record_ids(client: Client, member: TeamMember) -> dict[str, Any]:
    spouse = make_client(client.firm, f"Spouse of {client.name}")
    Link.objects.create(firm=client.firm, client=spouse, other=client, relation="Spouse or partner")
    link = Link.objects.create(firm=client.firm, client=client, other=spouse, relation="Spouse or partner")
    change = BulkChange.objects.create(firm=client.firm, member_id=member.pk, kind="restore", finished_at=clock.now())
    BulkPart.objects.create(firm=client.firm, change=change, rows=[(client.pk.hex, None)])
    note = Note.objects.create(firm=client.firm, client=client, member_id=member.pk, text="Calls on Mondays.")
    review = Review.objects.create(firm=client.firm, started_at=clock.now(), completed_at=clock.now())
    Evidence.objects.create(firm=client.firm, review=review, data="{}", digest="0" * 64, pdf=b"%PDF")
    return {"review_id": review.pk, "note_id": note.pk, "linked_id": link.pk, "change_id": change.pk}
