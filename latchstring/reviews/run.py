"""What takes long about a review, in steps: gathering who has access, and carrying out what was decided."""

import json
import logging
from hashlib import sha256
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from latchstring.accounts.actions.cancel_team_invite import cancel_team_invite
from latchstring.accounts.actions.deactivate_member import deactivate_member
from latchstring.accounts.models import TeamMember
from latchstring.accounts.queries import actor_of
from latchstring.accounts.team import BadTeam
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel import clock, stopping
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Refused
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import Access
from latchstring.reviews import evidence
from latchstring.reviews.gathering import gather
from latchstring.reviews.models import Decision, Evidence, Line, Review, TeamLine
from latchstring.signing.pdf import signed

log = logging.getLogger(__name__)

CHUNK = 200


def review_due() -> None:
    """The worker's verb. Safe to run twice, late, or on several machines."""
    open_ones = Review.objects.filter(started_at__isnull=False, completed_at=None)
    for review in open_ones.filter(Q(gathered_at=None) | Q(closing_at__isnull=False)).order_by("id"):
        try:
            _go_on(review)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the next look goes on
        except Exception:
            log.exception("The review %s stopped.", review.pk)


def _go_on(review: Review) -> None:
    while review.gathered_at is None and _gathered_more(review.pk):
        if stopping.requested.is_set():
            return
    if review.closing_at:
        finish(review)


@transaction.atomic
def _gathered_more(review_id: UUID) -> bool:
    """False when there is no more to do, or another worker is at it."""
    row = Review.objects.select_for_update(skip_locked=True).filter(pk=review_id, gathered_at=None).first()
    return row is not None and gather(row)


def finish(review: Review) -> None:
    """Remove who is to be removed, part by part, then make the evidence. What can't be done opens the review again."""
    try:
        actor = _actor_now(review)
        while _removed_some(actor, review):
            if stopping.requested.is_set():
                return
        _check_nobody_is_left(review)
        _remove_from_team(actor, review)
    except (BadTeam, Refused) as error:
        _stop(review, str(error))
        return
    _keep_evidence(actor, review)


def _actor_now(review: Review) -> Actor:
    """Whoever completed it, with the rights of this moment."""
    team = TeamMember.objects.filter(firm_id=review.firm_id, deactivated_at=None, user__is_active=True)
    rows = team.select_related("permission_set", "firm")
    member = rows.filter(pk=review.closing_by).first() if review.closing_by else None
    if member is None:
        raise Refused(Action.PORTALS_MANAGE, _("Whoever completed it is not on the team any more."))
    actor = actor_of(member)
    for action in (Action.PORTALS_MANAGE, Action.ACCESS_REMOVE, Action.TEAM_MANAGE):
        actor.require(action)
    return actor


@transaction.atomic
def _removed_some(actor: Actor, review: Review) -> bool:
    live = Access.objects.visible_to(actor).live().values("pk")
    due = Line.objects.filter(review=review, decision=Decision.REMOVE, access__in=live)
    some = list(due.select_related("access__person", "client").order_by("access__person_id")[:CHUNK])
    for line in some:
        remove_access(actor, line.access.person, client=line.client)
    return bool(some)


def _check_nobody_is_left(review: Review) -> None:
    """Whoever completes it may have lost sight of a client meanwhile."""
    going = Line.objects.filter(review=review, decision=Decision.REMOVE, access__in=Access.objects.live().values("pk"))
    if left := going.first():
        sentence = _("You have no access to %s, so a colleague has to complete this.")
        raise Refused(Action.ACCESS_REMOVE, sentence % left.client_name)


@transaction.atomic
def _remove_from_team(actor: Actor, review: Review) -> None:
    going = TeamLine.objects.filter(review=review, decision=Decision.REMOVE, member__deactivated_at=None)
    for line in going.exclude(member=None).select_related("member").order_by("member_id"):
        (deactivate_member if line.member.user_id else cancel_team_invite)(actor, line.member.pk)


def _stop(review: Review, sentence: str) -> None:
    """What was removed stays removed; the rest can be decided anew."""
    Review.objects.filter(pk=review.pk, completed_at=None).update(closing_at=None, stopped=sentence[:300])


def _keep_evidence(actor: Actor, review: Review) -> None:
    """The document is made before the transaction, since nothing that it tells of can change any more."""
    _mark_ended(review)
    firm = Firm.objects.get(pk=review.firm_id)
    now = clock.now()
    data = json.dumps(evidence.data_of(firm, review, now), sort_keys=True, ensure_ascii=False)
    digest = sha256(data.encode()).hexdigest()
    pdf = signed(firm, evidence.document(data, digest), reason="Access review")
    with transaction.atomic():
        row = Review.objects.select_for_update().get(pk=review.pk)
        if row.completed_at:
            return
        Evidence.objects.create(firm=firm, review=row, data=data, digest=digest, pdf=pdf)
        row.completed_at = now
        row.save(update_fields=["completed_at"])
        record(actor, Name.REVIEW_COMPLETED, Entry(subject_id=row.pk, detail={"sha256": digest}))


@transaction.atomic
def _mark_ended(review: Review) -> None:
    """Those who were gone before the review was closed."""
    gone = Q(access__removed_at__lt=F("review__closing_at")) | Q(access__ends_at__lte=F("review__closing_at"))
    lines = Line.objects.filter(review=review, ended=False)
    lines.filter(pk__in=lines.filter(gone).values("pk")).update(ended=True)
    left = Q(member=None) | Q(member__deactivated_at__lt=F("review__closing_at"))
    rows = TeamLine.objects.filter(review=review, ended=False)
    rows.filter(pk__in=rows.filter(left).exclude(decision=Decision.REMOVE).values("pk")).update(ended=True)
