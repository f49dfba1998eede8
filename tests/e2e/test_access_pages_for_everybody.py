"""Who can see this, from both sides: asked without scripts, answered, and every page scanned."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from latchstring.kernel import clock
from latchstring.portals.actions.ask_removal import ask_removal
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Access
from latchstring.reviews.actions.decide import decide
from latchstring.reviews.actions.start_review import start_review
from latchstring.reviews.models import Decision, Line, Review
from tests.cast import make_cast
from tests.e2e.axe import assert_accessible_everywhere
from tests.portals.people import LUIS, accepted

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    cast = make_cast()
    cast.carla = accepted(cast.owner, cast.acme)
    cast.luis = Access.objects.select_related("client", "person").get(person=accepted(cast.owner, cast.acme, LUIS))
    return cast


def test_a_client_asks_without_scripts_and_the_firm_answers_in_one_step(open_page, cast):
    page = open_page(cast.carla.user, reverse("portal-people", args=[cast.acme.pk]), java_script_enabled=False)
    page.get_by_role("link", name="Ask to remove Luis Acme").click()
    page.get_by_label("Reason").fill("He left.")
    page.get_by_role("button", name="Ask Alder & Pike").click()
    expect(page.get_by_text("You asked Alder & Pike to remove Luis Acme.")).to_be_visible()
    firm = open_page(cast.sam, reverse("home"))
    expect(firm.get_by_text("Carla Acme asks to remove Luis Acme")).to_be_visible()
    firm.get_by_role("button", name="Remove access: Luis Acme").click()
    expect(firm.get_by_text("Access removed for Luis Acme")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Remove Luis Acme")).to_be_visible()


def test_the_clients_pages(open_page, cast):
    ask_removal(client_actor_for(cast.carla.user, cast.firm), cast.luis)
    page = open_page(cast.carla.user, reverse("portal-people", args=[cast.acme.pk]))
    assert_accessible_everywhere(page)
    page.goto(reverse("portal-people-propose", args=[cast.acme.pk]))
    page.get_by_role("button", name="Ask Alder & Pike").click()
    page.get_by_role("alert").wait_for()
    assert_accessible_everywhere(page)


def test_the_firms_pages(open_page, cast):
    ask = ask_removal(client_actor_for(cast.carla.user, cast.firm), cast.luis, reason="He left.")
    review = start_review(cast.owner)
    decide(cast.owner, review, [Line.objects.latest("pk").pk], Decision.REMOVE)
    page = open_page(cast.olive, reverse("home"))
    for name, *ids in (
        ("home",),
        ("ask-decline", cast.acme.pk, ask.pk),
        ("client-seen", cast.acme.pk),
        ("reviews",),
        ("review", review.pk),
        ("review-team", review.pk),
        ("review-complete", review.pk),
        ("team-factor", cast.sam.pk),
    ):
        page.goto(reverse(name, args=ids))
        assert_accessible_everywhere(page)
    now = clock.now()
    for listed, closing, title in ((None, None, "Listing who has access"), (now, now, "Completing the review")):
        Review.objects.filter(pk=review.pk).update(gathered_at=listed, closing_at=closing)
        page.goto(reverse("review", args=[review.pk]))
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        assert_accessible_everywhere(page)
