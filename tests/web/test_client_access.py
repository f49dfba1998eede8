import pytest
from django.urls import reverse

from latchstring.kernel import clock
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import MailLink, Message
from latchstring.portals.models import Invite
from latchstring.portals.status import Status, status_of
from tests.web.client_kit import ago, browser_of, let_in

NAMES = ["access-resend", "access-remove", "access-restore"]


@pytest.fixture
def access(cast):
    return let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme")


def url(name, access, client=None):
    return reverse(name, args=[(client or access.client).pk, access.pk])


def text_of(answer):
    return answer.content.decode()


def test_resend_sends_a_new_link_and_says_that_the_old_one_is_dead(cast, access):
    answer = browser_of(cast.olive).post(url("access-resend", access), follow=True)
    assert "Invite sent again. The earlier link no longer works." in text_of(answer)
    old, new = Invite.objects.filter(person=access.person).order_by("id")
    assert old.superseded_at
    assert new.superseded_at is None
    assert new.expires_at > clock.now()


def test_resend_to_somebody_who_accepted_mails_a_way_in_and_no_invite(cast):
    access = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=1))
    answer = browser_of(cast.olive).post(url("access-resend", access), follow=True)
    assert "A link to log in was sent to Luis Acme" in text_of(answer)
    assert Invite.objects.filter(person=access.person).count() == 1
    assert Message.objects.filter(to_address="luis@acme.example").exclude(kind="invite").count() == 1


def test_resend_is_capped_and_says_so(cast, access):
    browser = browser_of(cast.olive)
    for _ in range(cast.firm.resends_a_day):
        browser.post(url("access-resend", access), follow=True)
    before = Invite.objects.count()
    answer = browser.post(url("access-resend", access), follow=True)
    assert answer.status_code == 422
    assert Invite.objects.count() == before
    assert "Over the limit of invites a day to one address" in text_of(answer)
    assert "Invite sent again" not in text_of(answer)


def test_removing_asks_first_naming_the_person_and_the_consequence(cast, access):
    text = text_of(browser_of(cast.olive).get(url("access-remove", access)))
    assert "Remove access for Luis Acme?" in text
    assert "Luis Acme can no longer open Acme Bakery LLC" in text
    access.refresh_from_db()
    assert access.removed_at is None


def test_removing_takes_the_access_and_offers_undo(cast, access):
    answer = browser_of(cast.olive).post(url("access-remove", access), follow=True)
    access.refresh_from_db()
    assert access.removed_at
    assert "Access removed for Luis Acme" in text_of(answer)
    assert f'action="{url("access-restore", access)}"' in text_of(answer)


def test_undo_grants_again_with_a_new_invite_and_no_old_link_comes_back(cast, access):
    deliver_due(lambda ids: None)
    assert MailLink.objects.filter(address="luis@acme.example").exists()
    browser = browser_of(cast.olive)
    browser.post(url("access-remove", access))
    answer = browser.post(url("access-restore", access), follow=True)
    access.refresh_from_db()
    assert status_of(access, clock.now()) is Status.QUEUED
    assert "Luis Acme" in text_of(answer)
    old, new = Invite.objects.filter(person=access.person).order_by("id")
    assert old.revoked_at or old.superseded_at
    assert new.revoked_at is None


def test_undo_of_what_was_not_removed_changes_nothing(cast, access):
    browser_of(cast.olive).post(url("access-restore", access))
    assert Invite.objects.count() == 1


def test_the_question_is_a_dialog_for_htmx(cast, access):
    answer = browser_of(cast.olive).get(url("access-remove", access), headers={"HX-Request": "true"})
    assert text_of(answer).lstrip().startswith("<dialog")


@pytest.mark.parametrize("name", NAMES)
class TestDoors:
    def test_an_access_of_another_client_is_not_there(self, cast, access, name):
        assert browser_of(cast.olive).post(url(name, access, cast.beta)).status_code == 404

    def test_scoped_staff_reach_their_client_only(self, cast, access, name):
        bob = let_in(cast.olive, cast.beta, "bob@beta.example", "Bob Beta")
        assert browser_of(cast.sam).post(url(name, bob)).status_code == 404
        assert browser_of(cast.sam).post(url(name, access)).status_code == 302

    def test_another_firms_access_is_not_there(self, cast, access, name):
        rosa = let_in(cast.rita, cast.rival_client, "rosa@rival-client.example", "Rosa")
        assert browser_of(cast.olive).post(url(name, rosa)).status_code == 404

    def test_a_viewer_is_refused_and_nothing_happens(self, cast, access, name):
        before = Message.objects.count()
        assert browser_of(cast.vic).post(url(name, access)).status_code == 403
        access.refresh_from_db()
        assert access.removed_at is None
        assert Message.objects.count() == before

    def test_nobody_is_sent_to_log_in(self, cast, access, name):
        assert browser_of(None).post(url(name, access))["Location"].startswith("/login/")


def test_a_viewer_does_not_see_the_question(cast, access):
    assert browser_of(cast.vic).get(url("access-remove", access)).status_code == 403


@pytest.mark.parametrize("name", ["access-resend", "access-restore"])
def test_looking_is_the_wrong_method(cast, access, name):
    assert browser_of(cast.olive).get(url(name, access)).status_code == 405
    assert browser_of(cast.olive).put(url("access-remove", access)).status_code == 405
