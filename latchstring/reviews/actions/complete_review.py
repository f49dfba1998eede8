"""Carry out what was decided, and leave evidence of it that can't be changed unseen."""

import json
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import Access
from latchstring.portals.refusals import Refusal
from latchstring.reviews import evidence
from latchstring.reviews.models import Decision, Evidence, Line, Review
from latchstring.reviews.queries import progress
from latchstring.signing.pdf import signed


@transaction.atomic
def complete_review(actor: Actor, review: Review) -> Review:
    """Twice is once. Raises Refusal while somebody is undecided."""
    actor.require(Action.PORTALS_MANAGE)
    actor.require(Action.ACCESS_REMOVE)
    row: Review = Review.objects.select_for_update().get(pk=review.pk, firm=actor.firm_id)
    if row.completed_at:
        return row
    if row.started_at is None or (left := progress(row)["todo"]):
        raise Refusal(
            _("%s are still to be decided. Keep or remove them first.") % (left if row.started_at else _("All"))
        )
    _remove(actor, row)
    row.completed_at, row.completed_by = clock.now(), actor.name
    row.save(update_fields=["completed_at", "completed_by"])
    digest = _keep_evidence(row)
    record(actor, Name.REVIEW_COMPLETED, Entry(subject_id=row.pk, detail={"sha256": digest}))
    return row


def _remove(actor: Actor, review: Review) -> None:
    """Those who were gone already are marked as ended, and so are those whose access ended in the meantime."""
    live = Access.objects.live().filter(firm=review.firm_id)
    gone = Line.objects.filter(review=review).exclude(access__in=live.values("pk"))
    gone.update(ended=True)
    due = Line.objects.filter(review=review, decision=Decision.REMOVE, ended=False)
    for line in due.select_related("access__person", "client").order_by("access__person_id"):
        if not remove_access(actor, line.access.person, client=line.client):
            raise Refusal(_("You have no access to %s, so a colleague has to complete this.") % line.client_name)


def _keep_evidence(review: Review) -> str:
    firm = Firm.objects.get(pk=review.firm_id)
    data = json.dumps(evidence.data_of(firm, review), sort_keys=True, ensure_ascii=False)
    digest = sha256(data.encode()).hexdigest()
    pdf = signed(firm, evidence.document(data, digest), reason="Access review")
    Evidence.objects.create(firm=firm, review=review, data=data, digest=digest, pdf=pdf)
    return digest
