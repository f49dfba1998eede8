"""Complete a review, and hand out the evidence that it left."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.portals.refusals import Refusal
from latchstring.reviews.actions.complete_review import complete_review
from latchstring.reviews.models import Evidence
from latchstring.reviews.queries import progress, team_progress
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.reviews.one import page, the_review


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: Request, review_id: UUID) -> HttpResponse:
    review = the_review(request, review_id)
    if request.method != "POST":
        context = {"review": review, "progress": progress(review), "team": team_progress(review)}
        return render(request, "firm/reviews/complete.html", context)
    try:
        review = complete_review(request.actor, review)
    except Refusal as refusal:
        return page(request, the_review(request, review_id), str(refusal))
    if not review.completed_at:
        return redirect("review", review.pk)
    notices.done(request, _("Review completed. The evidence is ready."))
    return redirect("reviews")


@staff_door
@require_safe
def evidence(request: Request, review_id: UUID) -> HttpResponse:
    """The signed PDF, byte for byte as it was made."""
    review = the_review(request, review_id)
    kept = Evidence.objects.visible_to(request.actor).filter(review=review).first()
    if kept is None:
        raise Http404
    record(request.actor, Name.CLIENTS_EXPORTED, Entry(subject_id=review.pk, detail={"name": _("an access review")}))
    answer = HttpResponse(bytes(kept.pdf), content_type="application/pdf")
    day = review.completed_at.date().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="access-review-{day}.pdf"'
    return answer
