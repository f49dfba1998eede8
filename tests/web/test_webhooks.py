"""The provider's webhooks: signed, told once or five times, in any order, and only about emails of ours."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from uuid import UUID

import pytest

from latchstring.config import mailers
from latchstring.config.env import BadSetting
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.mail.bounces import returns
from latchstring.mail.models import AddressState, MailEvent, Message, State
from tests.mail.bounce_kit import left
from tests.mail.conftest import address, campaign, queue_n  # noqa: F401

URL = "/webhooks/email/"
KEY = "signing-key"
POSTMARK = mailers.from_url("postmark://token@")
MAILGUN = mailers.from_url("mailgun://key@mail.example.com")


def use(settings, mailer, secret):
    settings.ANYMAIL = mailers.anymail(mailer, secret)
    settings.WEBHOOK_VIEW = mailers.webhook_view(mailer)


@pytest.fixture
def sent(queue_n, campaign):  # noqa: F811
    return left(queue_n(2, campaign))


@pytest.fixture
def mailgun(settings, client):
    """Tell one event as Mailgun does, signed with its key."""
    use(settings, MAILGUN, KEY)

    def tell(event, message_id, *, key=KEY, at=None, **more):
        stamp, token = str(int((at or clock.now()).timestamp())), uuid7().hex
        signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
        data = {
            "event": event, "id": "the same", "timestamp": float(stamp), "recipient": "x@mail.example",
            "message": {"headers": {"message-id": f"{message_id}@alderpike.example"}}, "user-variables": {}, **more,
        }  # fmt: skip
        body = {"signature": {"timestamp": stamp, "token": token, "signature": signature}, "event-data": data}
        return client.post(URL, json.dumps(body), content_type="application/json").status_code

    return tell


@pytest.fixture
def postmark(settings, client):
    """Tell one event as Postmark does, with a user and a password."""
    use(settings, POSTMARK, "postmark:pass word")

    def tell(body, user="postmark:pass word"):
        auth = "Basic " + base64.b64encode(user.encode()).decode()
        return client.post(
            URL, json.dumps(body), content_type="application/json", headers={"Authorization": auth}
        ).status_code

    return tell


def hard(**more):
    said = {"code": 550, "message": "5.1.1 No such user"}
    return {"severity": "permanent", "reason": "bounce", "delivery-status": said, **more}


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_without_a_secret_there_is_nothing_here(client, cast):
    assert client.post(URL).status_code == 404


def test_it_answers_only_posts_and_looks(mailgun, client, cast):
    assert client.head(URL).status_code == 200
    assert client.get(URL).status_code == 405


def test_a_hard_bounce_shuts_the_address(mailgun, sent):
    assert mailgun("failed", sent[0].pk.hex, **hard()) == 200
    assert states() == [State.INACTIVE, State.SENT]
    assert AddressState.objects.get().address == address(0)


def test_the_same_event_five_times_is_one(mailgun, sent):
    at = clock.now()
    for _ in range(5):
        assert mailgun("complained", sent[0].pk.hex, at=at) == 200
    assert MailEvent.objects.count() == 1
    assert states() == [State.COMPLAINED, State.SENT]


def test_out_of_order_delivered_comes_last_and_hides_nothing(mailgun, sent):
    mailgun("failed", sent[0].pk.hex, **hard())
    mailgun("delivered", sent[0].pk.hex)
    mailgun("delivered", sent[1].pk.hex)
    assert states() == [State.INACTIVE, State.DELIVERED]


def test_a_wrong_signature_changes_nothing(mailgun, sent):
    assert mailgun("failed", sent[0].pk.hex, key="wrong", **hard()) == 400
    assert not MailEvent.objects.exists()
    assert states() == [State.SENT, State.SENT]


def test_what_is_too_old_changes_nothing(mailgun, sent):
    assert mailgun("failed", sent[0].pk.hex, at=clock.now() - timedelta(days=8), **hard()) == 200
    assert MailEvent.objects.get().why == "It is too old to be believed."
    assert states() == [State.SENT, State.SENT]


def test_another_firms_email_is_judged_for_that_firm_alone(mailgun, sent, cast):
    Message.objects.filter(pk=sent[0].pk).update(firm=cast.rival)
    mailgun("failed", sent[0].pk.hex, **hard())
    assert AddressState.objects.get().firm == cast.rival
    assert states()[1] == State.SENT


def test_an_email_that_is_not_ours_changes_nothing(mailgun, sent):
    assert mailgun("failed", UUID(int=5).hex, **hard()) == 200
    assert MailEvent.objects.get().why == "It names no email of ours."


def test_our_own_fault_and_what_passes_touch_no_address(mailgun, sent):
    refused = {"code": 550, "message": "5.7.26 DMARC policy"}
    mailgun("failed", sent[0].pk.hex, severity="permanent", **{"delivery-status": refused})
    mailgun("failed", sent[1].pk.hex, severity="temporary", **{"delivery-status": {"code": 451, "message": "later"}})
    assert states() == [State.FAILED, State.SENT]
    assert not AddressState.objects.exists()


@pytest.mark.parametrize("event", ["opened", "clicked", "accepted", "unsubscribed"])
def test_what_is_no_outcome_is_not_kept(mailgun, sent, event):
    assert mailgun(event, sent[0].pk.hex) == 200
    assert not MailEvent.objects.exists()


def bounced(message, mark=None, **more):
    marked = returns.mark(message.pk) if mark is None else mark
    return {
        "RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "ID": 42, "MessageID": "theirs",
        "Email": "x@mail.example", "Metadata": {"latchstring": marked},
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "Details": "smtp;550 5.1.1 No such user", "BouncedAt": clock.now().isoformat(), **more,
    }  # fmt: skip


def test_a_providers_own_id_is_known_by_the_mark_that_the_email_carried(postmark, sent):
    assert postmark(bounced(sent[1])) == 200
    assert states() == [State.SENT, State.INACTIVE]


def test_a_mark_that_we_did_not_sign_is_nobodys(postmark, sent):
    forged = returns.mark(uuid7())[:28] + returns.mark(sent[0].pk)[28:]
    assert postmark(bounced(sent[0], mark=forged)) == 200
    assert states() == [State.SENT, State.SENT]


def test_a_wrong_password_changes_nothing(postmark, sent):
    assert postmark(bounced(sent[0]), user="postmark:wrong") == 400
    assert not MailEvent.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"RecordType": 5}', '{"RecordType": "Bounce"}'])
def test_what_can_not_be_read_is_said_to_be_so(settings, client, cast, body):
    use(settings, POSTMARK, "u:p")
    auth = {"Authorization": "Basic " + base64.b64encode(b"u:p").decode()}
    assert client.post(URL, body, content_type="application/json", headers=auth).status_code in (200, 400)


def test_a_secret_without_a_password_and_one_that_is_not_the_signing_secret_are_mistakes():
    with pytest.raises(BadSetting, match="user:password"):
        mailers.anymail(POSTMARK, "only-a-user")
    with pytest.raises(BadSetting, match="whsec_"):
        mailers.anymail(mailers.from_url("resend://key@"), "user:password")
    assert mailers.webhook_view(mailers.from_url("smtp://127.0.0.1")) == ""
