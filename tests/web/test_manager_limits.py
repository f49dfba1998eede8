"""A send to many may give narrow access, as a record's window may; each invite says so in plain words."""

import re

import pytest

from latchstring.accounts.models import PermissionSet
from latchstring.mail.models import Message
from latchstring.policy.actions import Action
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.actions.resend import resend
from latchstring.portals.ends import end_of
from latchstring.portals.models import Access, InviteBatch, PortalUser
from tests.portals.ends_kit import days
from tests.portals.people import assert_counts_true
from tests.web.client_kit import browser_of
from tests.web.manager_kit import body, dialog, ids, send

FOLD = "What they may open, and until when"


def limited(firm, scope="files-only", number=10):
    return {"scope": scope, "until": days(number, firm).isoformat()}


def words_of(firm, number=10):
    day = days(number, firm)
    return f"{day:%B} {day.day}, {day.year}"


def told():
    return {each.to_address: each.fields["limits"] for each in Message.objects.filter(kind="invite").order_by("id")}


def test_everybody_invited_has_the_limits_and_reads_them(cast):
    send(cast.olive, cast.acme, cast.beta, **limited(cast.firm))
    open_batches()
    ends_at = end_of(days(10, cast.firm), cast.firm)
    assert set(Access.objects.values_list("scope", "ends_at")) == {("files-only", ends_at)}
    assert set(told().values()) == {f" Your access covers files only, until {words_of(cast.firm)}."}
    assert "{{limits}}" in Message.objects.first().letter.text
    assert_counts_true(cast.firm)
    assert "<dt>Access</dt><dd>Files only · until" in body(browser_of(cast.olive).get(page_of_the_send()))


def test_without_limits_nothing_is_said_of_them(cast):
    send(cast.olive, cast.acme)
    open_batches()
    assert set(told().values()) == {""}
    assert "<dt>Access</dt>" not in body(browser_of(cast.olive).get(page_of_the_send()))


def test_an_invite_that_is_sent_again_names_the_limits_that_hold(cast):
    send(cast.olive, cast.acme, scope="no-billing", until="")
    open_batches()
    resend(cast.owner, PortalUser.objects.get())
    both = list(Message.objects.filter(kind="invite").order_by("id"))
    assert [each.fields["limits"] for each in both] == [" Your access covers everything but billing."] * 2


def test_an_end_alone_is_a_sentence_too(cast):
    send(cast.olive, cast.acme, **limited(cast.firm, "everything"))
    open_batches()
    assert set(told().values()) == {f" Your access lasts until {words_of(cast.firm)}."}


@pytest.mark.parametrize(
    ("said", "words"),
    [({"until": "2020-01-01"}, "Choose a day after today"), ({"scope": "the moon"}, "Choose what is open")],
)
def test_a_wrong_limit_sends_nothing_and_keeps_what_was_typed(cast, said, words):
    answer = send(cast.olive, cast.acme, personal="on", message="Typed.", **limited(cast.firm) | said)
    assert answer.status_code == 422
    assert words in body(answer)
    assert "Typed." in body(answer)
    assert '<details class="card block" open>' in body(answer)
    assert not InviteBatch.objects.exists()


def test_the_last_day_comes_after_the_day_of_sending(cast):
    later = {"when": "later", "date": days(5, cast.firm).isoformat(), "time": "09:00"}
    answer = send(cast.olive, cast.acme, **later, **limited(cast.firm, number=5))
    assert answer.status_code == 422
    assert "Choose a last day after the day on which the invites leave." in body(answer)
    assert send(cast.olive, cast.acme, **later, **limited(cast.firm, number=6)).status_code == 302


def test_a_batch_that_was_held_past_the_last_day_invites_nobody(cast):
    send(cast.olive, cast.acme, **limited(cast.firm))
    InviteBatch.objects.update(until=days(0, cast.firm))
    open_batches()
    assert not Access.objects.exists()
    page = body(browser_of(cast.olive).get(page_of_the_send()))
    assert "The rest was cancelled" in page
    assert "The last day of this access had passed" in page


def test_the_preview_says_what_the_email_will_say(cast):
    data = {"selection": ids(cast.acme), "who": "primary", "when": "now", "request_key": "k", **limited(cast.firm)}
    letter = body(browser_of(cast.olive).post("/clients/portals/invites/preview/", data))
    assert re.search(r"covers files only, until \w+ \d+, \d{4}", letter)


def test_who_may_not_change_access_is_not_asked_and_not_heard(cast):
    may_not = {Action.ACCESS_CHANGE, Action.PORTAL_ENTER}
    actions = [each for each in Action if each not in may_not]
    cast.adam.permission_set = PermissionSet.objects.create(firm=cast.firm, name="No limits", actions=actions)
    cast.adam.save()
    assert FOLD in body(dialog(cast.olive, cast.acme))
    assert FOLD not in body(dialog(cast.adam, cast.acme))
    assert send(cast.adam, cast.acme, **limited(cast.firm)).status_code == 403
    assert not InviteBatch.objects.exists()


def page_of_the_send():
    return f"/clients/portals/batches/{InviteBatch.objects.get().pk}/"
