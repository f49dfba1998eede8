"""Propose a review to firms whose last one is a quarter ago."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from latchstring.accounts.queries import who_may
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Counts
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.addresses import key_of
from latchstring.mail.outbox import Post, queue_many
from latchstring.mail.queries import inactive
from latchstring.mail.render import letter
from latchstring.policy.actions import Action
from latchstring.policy.actor import system_actor
from latchstring.reviews.models import Review
from latchstring.reviews.queries import A_QUARTER


def propose_due() -> int:
    """How many were proposed. One at a time for each firm, so that twice is once."""
    old = clock.now() - A_QUARTER
    there = Review.objects.filter(completed_at=None).values("firm")
    rows = Firm.objects.filter(created_at__lte=old).exclude(pk__in=there)
    lately = Review.objects.order_by().values("firm").annotate(last=Max("completed_at")).filter(last__gt=old)
    busy = Counts.objects.filter(people_active__gt=0).values("firm")
    due = rows.filter(pk__in=busy).exclude(pk__in=lately.values("firm"))
    return sum(_propose(firm) for firm in due)


def _propose(firm: Firm) -> int:
    try:
        with transaction.atomic():
            review = Review.objects.create(firm=firm)
            record(system_actor(firm.pk), Name.REVIEW_PROPOSED, Entry(subject_id=review.pk))
            _tell(firm)
    except IntegrityError:  # somebody began one in this moment
        return 0
    return 1


def _tell(firm: Firm) -> None:
    team = [(member, key_of(member.email)) for member in who_may(firm.pk, Action.PORTALS_MANAGE)]
    dead = inactive(firm.pk, [key for _member, key in team])
    fields = {"home_url": f"{firm.base_url}/reviews/"}
    posts = [Post(member.email, member.name, fields) for member, key in team if key not in dead]
    queue_many(firm.pk, letter(firm, "review-due", "mail/review_due", {}), posts, kind="review-due")
