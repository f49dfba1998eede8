import re
from datetime import timedelta

import pytest

from latchstring.kernel import clock
from latchstring.mail.models import Campaign, Message, State
from latchstring.policy.actor import Refused
from latchstring.portals.actions import batches
from latchstring.portals.actions.undo_batch import undo_batch
from latchstring.portals.models import InviteBatch
from latchstring.portals.queries.sends import sends, under_way
from latchstring.web.firm.manager import sends as page
from tests.cast import actor_for
from tests.portals.people import leave
from tests.web.client_kit import browser_of, count
from tests.web.manager_kit import body, opened_batch, send

PAGE = "/clients/portals/batches/"
MANAGER = ("/clients/portals/", "/clients/portals/without/")


def link_to(batch):
    return f'href="{PAGE}{batch.pk}/"'


def newest():
    return InviteBatch.objects.latest("pk")


def page_of(member, url=PAGE):
    return body(browser_of(member).get(url))


def test_a_send_that_was_left_is_found_again_from_the_manager(cast):
    send(cast.olive, cast.acme)
    for url in MANAGER:
        assert link_to(newest()) in page_of(cast.adam, url)
    Campaign.objects.update(starts_at=clock.now() + timedelta(days=3))
    assert "Scheduled" in page_of(cast.olive, MANAGER[0])


@pytest.mark.parametrize(
    ("act", "word"),
    [
        (lambda cast, batch: batches.pause(actor_for(cast.olive), batch), "Paused"),
        (lambda cast, batch: batches.cancel_rest(actor_for(cast.olive), batch), "The rest was cancelled"),
        (lambda cast, batch: Campaign.objects.update(finished_at=clock.now()), "Sent"),
        (lambda cast, batch: None, "Sending"),
    ],
    ids=["paused", "cancelled", "finished", "running"],
)
def test_each_send_says_how_it_stands(cast, act, word):
    batch = opened_batch(cast.olive, cast.acme)
    act(cast, batch)
    text = page_of(cast.olive)
    assert link_to(batch) in text
    assert f"</svg>{word}</span>" in text
    assert "By Olive, 1 chosen" in text
    assert (link_to(batch) in page_of(cast.olive, MANAGER[0])) == (word in ("Paused", "Sending"))


def test_a_send_that_is_still_being_prepared_claims_no_number_of_all(cast):
    batch = opened_batch(cast.olive, cast.acme)
    Campaign.objects.update(opened_at=None)
    assert "By Olive, 1 prepared so far" in page_of(cast.olive)
    assert "also those not prepared yet" in page_of(cast.olive, f"{PAGE}{batch.pk}/")
    assert "Cancel every invite that has not gone out?" in page_of(cast.olive, f"{PAGE}{batch.pk}/cancel/")


def test_one_that_was_taken_back_is_no_longer_under_way(cast):
    send(cast.olive, cast.acme)
    undo_batch(actor_for(cast.olive), newest())
    assert "Taken back" in page_of(cast.olive)
    assert link_to(newest()) not in page_of(cast.olive, MANAGER[0])


def test_a_firm_that_has_sent_nothing_reads_what_to_do(cast):
    assert "Nothing was sent yet" in page_of(cast.olive)


def test_other_firms_see_nothing_and_others_of_the_team_may_not(cast):
    opened_batch(cast.olive, cast.acme)
    assert len(sends(cast.owner)) == 1
    assert sends(cast.rival_owner) == under_way(cast.rival_owner) == []
    assert browser_of(cast.rita).get(PAGE).status_code == 404
    assert browser_of(cast.vic).get(PAGE).status_code == 403
    for look in (sends, under_way):
        with pytest.raises(Refused):
            look(cast.viewer)


def test_older_ones_are_a_page_further_the_newest_first(cast, monkeypatch):
    monkeypatch.setattr(page, "PAGE", 2)
    for _ in range(3):
        send(cast.olive, cast.acme)
    first, second, third = (link_to(each) for each in InviteBatch.objects.order_by("pk"))
    text = page_of(cast.olive)
    assert text.index(third) < text.index(second)
    assert first not in text
    text = page_of(cast.olive, PAGE + re.search(r'href="(\?before=[^"]+)" rel="next"', text)[1])
    assert first in text
    assert second not in text
    assert 'rel="next"' not in text


def test_the_page_costs_the_same_for_many(cast):
    opened_batch(cast.olive, cast.acme)
    few = count(browser_of(cast.olive), PAGE)
    for _ in range(3):
        send(cast.olive, cast.beta)
    assert count(browser_of(cast.olive), PAGE) == few


def test_what_was_put_off_says_so_and_when_it_is_tried_again(cast):
    batch = opened_batch(cast.olive, cast.acme, cast.beta)
    leave()
    Message.objects.filter(to_address="bob@beta.example").update(state=State.DEFERRED, sent_at=None, attempts=1)
    text = page_of(cast.olive, f"{PAGE}{batch.pk}/")
    assert "1 could not be handed over yet and is tried again by itself, next <time" in text
    assert "left</p>" not in text
