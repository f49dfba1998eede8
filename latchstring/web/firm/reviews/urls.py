from django.urls import path

from latchstring.web.firm.reviews import finishing, listing, one, team

urlpatterns = [
    path("reviews/", listing.index, name="reviews"),
    path("reviews/<uuid:review_id>/", one.show, name="review"),
    path("reviews/<uuid:review_id>/team/", team.team, name="review-team"),
    path("reviews/<uuid:review_id>/complete/", finishing.complete, name="review-complete"),
    path("reviews/<uuid:review_id>/evidence.pdf", finishing.evidence, name="review-evidence"),
]
