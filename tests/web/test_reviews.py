"""The pages of an access review: begin, decide, complete, download."""

import pytest
from django.urls import reverse

from latchstring.portals.actions.invite import Invitee
from latchstring.portals.models import Access
from latchstring.reviews.models import Line, Review, TeamLine
from latchstring.reviews.run import review_due
from tests.portals.people import LUIS, accepted
from tests.web.client_kit import browser_of, count
from tests.web.file_kit import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def olive(cast):
    accepted(cast.owner, cast.acme)
    accepted(cast.owner, cast.acme, LUIS)
    return browser_of(cast.olive)


@pytest.fixture
def url(olive):
    return olive.post(reverse("reviews"))["Location"]


def ids(*names):
    return list(Line.objects.filter(name__in=names).values_list("pk", flat=True))


def of_team(*names):
    return list(TeamLine.objects.filter(name__in=names).values_list("pk", flat=True))


def test_from_the_first_page_to_the_evidence(cast, olive, url):
    assert "Go on reviewing" in text_of(olive.get(reverse("home")))
    text = text_of(olive.get(url))
    assert "0 of 2 decided, and 0 of 4 of the team" in text
    assert "Carla Acme" in text
    olive.post(url, {"line": ids("Carla Acme"), "decision": "keep"})
    assert "Carla Acme" not in text_of(olive.get(url))
    complete = reverse("review-complete", args=[Review.objects.get().pk])
    assert "1 still to be decided" in text_of(olive.get(complete))
    assert olive.post(complete).status_code == 422
    olive.post(f"{url}?show=all", {"line": ids("Luis Acme"), "decision": "remove"})
    assert "4 of the team still to be decided" in text_of(olive.get(complete))
    team = reverse("review-team", args=[Review.objects.get().pk])
    assert "Sees 1 assigned client" in text_of(olive.get(team))
    assert "Tick at least one" in text_of(olive.post(team, {"decision": "keep"}))
    assert "always has an owner" in text_of(olive.post(team, {"line": of_team("Olive"), "decision": "remove"}))
    assert olive.post(team, {"line": of_team("Olive", "Adam", "Sam", "Vic"), "decision": "keep"}).status_code == 302
    assert olive.post(complete).status_code == 302
    assert [row.person.name for row in Access.objects.live()] == ["Carla Acme"]
    answer = olive.get(reverse("review-evidence", args=[Review.objects.get().pk]))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith('attachment; filename="access-review-')
    assert "exported an access review" in text_of(olive.get(reverse("audit")))
    assert "Evidence" in text_of(olive.get(reverse("reviews")))
    assert "review" not in text_of(olive.get(reverse("home"))).partition("Recent activity")[0]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose Keep, Remove or Ask later."),
        ({"decision": "burn"}, "Choose Keep"),
        ({"decision": "keep"}, "Tick at least one"),
        ({"decision": "keep", "line": ["x", "’"]}, "Tick at least one"),
    ],
)
def test_what_was_not_chosen_gives_a_sentence(olive, url, typed, sentence):
    answer = olive.post(url, typed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_the_list_is_narrowed_and_searched(olive, url):
    olive.post(url, {"line": ids("Carla Acme"), "decision": "later"})
    assert "Luis Acme" not in text_of(olive.get(f"{url}?show=later"))
    assert "Carla Acme" not in text_of(olive.get(f"{url}?show=todo&q=luis"))
    assert "Nobody matches" in text_of(olive.get(f"{url}?q=zebra"))
    assert olive.get(f"{url}?after={ids('Carla Acme')[0]}").status_code == 200


def test_the_page_costs_the_same_for_many(cast, olive, url):
    before = count(olive, url)
    review = Review.objects.get()
    for number in range(5):
        access = accepted(cast.owner, cast.beta, Invitee(f"n{number}@x.example")).accesses.get()
        row = {"review": review, "client": cast.beta, "access": access, "granted_at": access.granted_at}
        Line.objects.create(firm=cast.firm, name="N", sort_name="n", scope=access.scope, **row)
    assert count(olive, url) == before


def test_a_large_firm_is_listed_and_completed_by_the_worker(cast, olive, monkeypatch):
    for module in ("latchstring.reviews.gathering", "latchstring.reviews.actions.start_review"):
        monkeypatch.setattr(f"{module}.CHUNK", 1)
    monkeypatch.setattr("latchstring.reviews.actions.complete_review.AT_ONCE", 1)
    url = olive.post(reverse("reviews"))["Location"]
    assert "0 of 2" in text_of(olive.get(url))
    assert "being prepared" in text_of(olive.post(url, {"whom": "all", "decision": "keep"}))
    review_due()
    assert olive.get(url, headers={"HX-Request": "true"})["HX-Redirect"] == url
    olive.post(url, {"whom": "all", "decision": "remove"})
    team = reverse("review-team", args=[Review.objects.get().pk])
    olive.post(team, {"line": of_team("Olive", "Adam", "Sam", "Vic"), "decision": "keep"})
    complete = reverse("review-complete", args=[Review.objects.get().pk])
    assert olive.post(complete)["Location"] == url
    assert "Completing the review" in text_of(olive.get(url))
    assert Access.objects.live().count() == 2
    assert "being completed" in text_of(olive.post(url, {"whom": "all", "decision": "keep"}))
    review_due()
    assert Access.objects.live().count() == 0
    assert olive.get(reverse("review-evidence", args=[Review.objects.get().pk])).content.startswith(b"%PDF-")
