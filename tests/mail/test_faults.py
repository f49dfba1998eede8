"""Our own fault: it stops the campaign where it repeats, never touches an address, and is told once."""

import pytest

from latchstring.accounts.actions.tell_of_alerts import tell_of_alerts
from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.mail import faults
from latchstring.mail.actions.go_on import go_on
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import AddressState, Alert, Message, State
from latchstring.policy.actor import Refused
from tests.mail.conftest import address
from tests.mail.test_delivery import by_state, nothing
from tests.web.client_kit import browser_of

DKIM = "data 550 5.7.26 This mail is unauthenticated: DKIM did not pass."
PAGE = "/home/"


def refuse(sink, numbers, answer=DKIM):
    sink.answers = {address(i): answer for i in numbers}


def test_a_broken_dkim_record_stops_the_campaign_before_the_third_hundred(smtp, campaign, queue_n):
    queue_n(300, campaign)
    refuse(smtp, range(120, 300))
    deliver_due(nothing, batch_size=100)
    campaign.refresh_from_db()
    assert campaign.paused_at is not None
    assert by_state() == {State.SENT: 120, State.FAILED: faults.REPEATS, State.QUEUED: 180 - faults.REPEATS}
    assert not AddressState.objects.exists()
    assert Alert.objects.get().campaign == campaign
    assert Event.objects.filter(name="sending.stopped").count() == 1


def test_a_few_far_between_stop_nothing(smtp, campaign, queue_n):
    queue_n(90, campaign)
    refuse(smtp, range(0, 90, 15))
    deliver_due(nothing)
    assert by_state() == {State.SENT: 84, State.FAILED: 6}
    assert not Alert.objects.exists()


def test_one_click_goes_on_and_tries_what_was_refused_again(smtp, cast, campaign, queue_n):
    queue_n(30, campaign)
    refuse(smtp, range(30))
    deliver_due(nothing)
    alert, smtp.answers = Alert.objects.get(), {}
    Message.objects.filter(state=State.FAILED).update(unanswered=2)
    with pytest.raises(Refused):
        go_on(cast.staff, alert.pk)
    assert go_on(cast.owner, alert.pk) == faults.REPEATS
    assert not Message.objects.filter(unanswered__gt=0).exists()
    assert go_on(cast.owner, alert.pk) == 0
    deliver_due(nothing)
    assert by_state() == {State.SENT: 30}
    assert set(smtp.counts.values()) == {1}


def test_who_goes_on_all_the_same_is_stopped_later(smtp, cast, campaign, queue_n):
    queue_n(60, campaign)
    refuse(smtp, range(60))
    deliver_due(nothing)
    go_on(cast.owner, Alert.objects.get().pk)
    deliver_due(nothing)
    assert by_state()[State.FAILED] == faults.STUBBORN
    assert Alert.objects.filter(answered_at=None).count() == 1


def test_reports_that_come_in_later_and_in_any_order_count_by_when_the_emails_left(cast, campaign, queue_n):
    messages = queue_n(60, campaign)
    for place, message in enumerate(messages):
        Message.objects.filter(pk=message.pk).update(state=State.SENT, sent_at=clock.now().replace(microsecond=place))
    for place in (59, 0, 30, 32):
        assert faults.note(messages[place].pk, "Refused.") is None
        assert faults.note(messages[place].pk, "Refused.") is None
    assert faults.note(messages[31].pk, "Refused.") is not None


def test_those_who_can_mend_it_are_emailed_once(cast, campaign, queue_n):
    for message in queue_n(3, campaign):
        faults.note(message.pk, "The mail server took our email for spam.", "550 5.7.1 spam")
    tell_of_alerts()
    tell_of_alerts()
    told = Message.objects.filter(kind="sending-stopped")
    assert sorted(told.values_list("to_address", flat=True)) == ["adam@alder-pike.example", "olive@alder-pike.example"]
    assert all("code" not in each.fields for each in told)


def test_the_home_page_says_so_until_somebody_goes_on(cast, campaign, queue_n):
    for message in queue_n(3, campaign):
        faults.note(message.pk, "The mail server took our email for spam.", "550 5.7.1 spam")
    olive, sam = browser_of(cast.olive), browser_of(cast.sam)
    page = olive.get(PAGE).content.decode()
    assert "The mail server took our email for spam." in page
    assert "refuse our emails" not in sam.get(PAGE).content.decode()
    alert = Alert.objects.get()
    assert sam.post(f"/emails/alerts/{alert.pk}/go-on/").status_code == 403
    assert browser_of(cast.rita).post(f"/emails/alerts/{alert.pk}/go-on/").status_code == 404
    assert olive.post(f"/emails/alerts/{alert.pk}/go-on/")["Location"] == PAGE
    assert "refuse our emails" not in olive.get(PAGE).content.decode()
    campaign.refresh_from_db()
    assert campaign.paused_at is None


def test_single_emails_that_are_refused_are_shown_and_count_anew_once_it_is_mended(smtp, cast, queue_n):
    refuse(smtp, range(4))
    queue_n(3)
    deliver_due(nothing)
    olive, refused = browser_of(cast.olive), "/emails/?state=failed"
    page = olive.get(PAGE).content.decode()
    assert "Once it is mended, send what was refused again." in page
    assert f'href="{refused}"' in page
    assert all(address(i) in olive.get(refused).content.decode() for i in range(3))
    assert go_on(cast.owner, Alert.objects.get().pk) == 0
    queue_n(1)
    deliver_due(nothing)
    assert not Alert.objects.filter(answered_at=None).exists()
