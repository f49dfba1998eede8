"""The mailboxes of one domain get so many emails of campaigns a minute, and hold up nobody else."""

from datetime import timedelta
from itertools import pairwise

import pytest

from latchstring.config import domain_pace as table
from latchstring.config.env import BadSetting
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.mail.claims import Claims
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Campaign, DomainPace, Message, State
from latchstring.mail.outbox import Post, queue_many
from latchstring.mail.stride import Stride
from tests.mail.conftest import make_letter
from tests.mail.test_delivery import by_state, nothing


@pytest.fixture
def queue_to(cast):
    def queue(n, domain, campaign=None):
        fields = {"first_name": "Ana", "link": ""}
        posts = [Post(f"c{i}@{domain}", fields=fields) for i in range(n)]
        queue_many(cast.firm.pk, make_letter(cast.firm), posts, kind="invite", campaign=campaign)

    return queue


def claimed(n=500):
    """What the next claims take until nothing may leave, at this moment."""
    source, found = Claims(uuid7(), Stride(n, n)), []
    while chunk := source.next_chunk():
        found += [each.to_address for each in chunk]
    return found, source.wait_until


def test_the_rest_of_a_slow_domain_is_due_one_after_the_other(settings, campaign, queue_to):
    settings.DOMAIN_PACE = {"slow.example": 60}
    queue_to(100, "slow.example", campaign)
    queue_to(50, "quick.example", campaign)
    now = clock.now()
    found, wait_until = claimed()
    assert found.count("c0@slow.example") == 1
    assert sum("slow" in address for address in found) == 5
    assert sum("quick" in address for address in found) == 50
    due = list(Message.objects.filter(state=State.QUEUED).order_by("due_at").values_list("due_at", flat=True))
    assert len(due) == 95
    assert all(timedelta(seconds=0.9) < b - a < timedelta(seconds=1.1) for a, b in pairwise(due))
    assert due[-1] - now < timedelta(seconds=102)
    assert wait_until == due[0]


def test_a_slow_domain_gets_all_of_its_emails_at_its_pace(smtp, settings, campaign, queue_to):
    settings.DOMAIN_PACE = {"slow.example": 1200}
    queue_to(130, "slow.example", campaign)
    assert deliver_due(nothing) == 130
    sent = sorted(Message.objects.values_list("sent_at", flat=True))
    assert timedelta(seconds=1) < sent[-1] - sent[0] < timedelta(seconds=15)
    assert len(smtp.counts) == 130
    assert by_state() == {State.SENT: 130}


def test_two_firms_share_a_domains_pace(settings, cast, campaign, queue_to):
    settings.DOMAIN_PACE = {"slow.example": 60}
    queue_to(20, "slow.example", campaign)
    rivals = Campaign.objects.create(firm=cast.rival, opened_at=clock.now())
    posts = [Post(f"r{i}@SLOW.example") for i in range(20)]
    queue_many(cast.rival.pk, make_letter(cast.rival), posts, kind="invite", campaign=rivals)
    assert len(claimed()[0]) == 5


def test_single_emails_wait_for_nobody_and_count(settings, campaign, queue_to):
    settings.DOMAIN_PACE = {"slow.example": 60}
    queue_to(8, "slow.example")
    queue_to(20, "slow.example", campaign)
    assert len(claimed()[0]) == 8
    assert DomainPace.objects.get().next_at > clock.now()


def test_places_of_those_who_were_cancelled_are_given_again(settings, campaign, queue_to):
    settings.DOMAIN_PACE = {"slow.example": 60}
    DomainPace.objects.create(domain="slow.example", tail_at=clock.now() + timedelta(hours=3))
    queue_to(10, "slow.example", campaign)
    claimed()
    assert Message.objects.latest("due_at").due_at < clock.now() + timedelta(seconds=15)


def test_the_table_is_the_defaults_with_what_was_written():
    assert table.from_text("") == table.DEFAULTS
    assert table.from_text("off") == {}
    mine = table.from_text("Gmail.com=900, firm.example=60 yahoo.com=0")
    assert (mine["gmail.com"], mine["firm.example"], mine["aol.com"]) == (900, 60, 300)
    assert "yahoo.com" not in mine
    assert table.from_text("*=100 aol.com=0")["aol.com"] == 0


@pytest.mark.parametrize("text", ["gmail.com", "gmail.com=fast", "=5", "gmail.com=-1", "gmail.com=²"])
def test_a_wrong_table_is_one_sentence(text):
    with pytest.raises(BadSetting, match="is not like gmail"):
        table.from_text(text)
