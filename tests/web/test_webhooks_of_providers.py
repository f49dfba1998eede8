"""Webhooks as Amazon SES, SendGrid, Brevo and Resend send them: signed or with a password, once or five times."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from latchstring.config import mailers
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.mail.bounces import returns
from latchstring.mail.models import AddressState, MailEvent, Message, State
from tests.mail.conftest import address, campaign, queue_n  # noqa: F401
from tests.web.sns_kit import post
from tests.web.test_webhooks import URL, sent, states, use  # noqa: F401

USER = "portal:a pass word"
KEY, STRANGER = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
pytestmark = pytest.mark.filterwarnings("ignore:django-anymail has dropped official support for SendGrid")


class Ses:
    """Notifications of SNS about events of SES, to an address with a user and a password."""

    mailer, secret = mailers.from_url("ses://key:secret@eu-west-1"), USER

    def __init__(self, request):
        self.sns = request.getfixturevalue("sns")

    @staticmethod
    def notice(message, what):
        said = {
            "dead": ("Bounce", {"bounceType": "Permanent", "bounceSubType": "General"}, "smtp; 550 5.1.1 No such user"),
            "dead, in the provider's words": ("Bounce", {"bounceType": "Permanent", "bounceSubType": "NoEmail"}, None),
            "passing": ("Bounce", {"bounceType": "Transient", "bounceSubType": "General"}, None),
            "complaint": ("Complaint", {"complaintFeedbackType": "abuse"}, None),
            "delivered": ("Delivery", {"smtpResponse": "250 OK"}, None),
        }[what]
        kind, event, words = said
        of = [{"emailAddress": "x@mail.example", **({"diagnosticCode": words} if words else {})}]
        event |= {"bouncedRecipients": of, "complainedRecipients": of, "recipients": ["x@mail.example"]}
        carried = [{"name": "X-Metadata", "value": json.dumps({"latchstring": returns.mark(message.pk)})}]
        mail = {"messageId": "theirs", "destination": ["x@mail.example"], "headers": carried}
        notice = {"eventType": kind, "mail": mail, kind.lower(): event}
        return {"Type": "Notification", "MessageId": "n-1", "Message": json.dumps(notice)}

    def tell(self, client, message, what, at, *, honest=True):
        body = self.sns.signed(self.notice(message, what) | {"Timestamp": at.isoformat()})
        return post(client, URL, body, USER if honest else "portal:wrong")


class Plain:
    """What needs nothing of its own."""

    def __init__(self, request):
        pass


class SendGrid(Plain):
    """Signed with a key of an elliptic curve."""

    mailer = mailers.from_url("sendgrid://key@")
    secret = base64.b64encode(
        KEY.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    ).decode()  # fmt: skip

    def tell(self, client, message, what, at, *, honest=True):
        said = {
            "dead": {"event": "bounce", "type": "bounce", "status": "5.1.1", "reason": "550 5.1.1 No such user"},
            "dead, in the provider's words": {"event": "dropped", "reason": "Invalid"},
            "passing": {"event": "bounce", "type": "blocked", "reason": "452 4.2.2 The mailbox is over quota"},
            "complaint": {"event": "spamreport"},
            "delivered": {"event": "delivered", "response": "250 OK"},
        }[what]
        shared = {"email": "x@mail.example", "timestamp": int(at.timestamp()), "sg_event_id": uuid7().hex}
        body = json.dumps([shared | said | {"latchstring": returns.mark(message.pk)}]).encode()
        stamp = str(int(at.timestamp()))
        signature = (KEY if honest else STRANGER).sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
        return client.post(
            URL, body, content_type="application/json",
            headers={
                "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
                "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
            },
        )  # fmt: skip


class Brevo(Plain):
    """With a user and a password, one event a call."""

    mailer, secret = mailers.from_url("brevo://key@"), USER

    def tell(self, client, message, what, at, *, honest=True):
        said = {
            "dead": {"event": "hard_bounce", "reason": "550 5.1.1 The email account does not exist"},
            "dead, in the provider's words": {"event": "invalid_email"},
            "passing": {"event": "soft_bounce", "reason": "452 4.2.2 Mailbox full"},
            "complaint": {"event": "spam"},
            "delivered": {"event": "delivered"},
        }[what]
        carried = json.dumps({"latchstring": returns.mark(message.pk)})
        body = {"email": "x@mail.example", "ts_epoch": int(at.timestamp() * 1000), "X-Mailin-custom": carried, **said}
        user = USER if honest else "portal:wrong"
        auth = {"Authorization": "Basic " + base64.b64encode(user.encode()).decode()}
        return client.post(URL, json.dumps(body), content_type="application/json", headers=auth)


class Resend(Plain):
    """Signed as Svix signs, with a secret that both know."""

    mailer, secret = mailers.from_url("resend://key@"), "whsec_" + base64.b64encode(b"a secret of Resend's").decode()

    def tell(self, client, message, what, at, *, honest=True):
        listed = "The recipient's email address is on the suppression list because of hard bounces."
        gone = "The recipient's email provider sent a bounce message because the address does not exist."
        full = "The recipient's email provider sent a bounce message because the recipient's inbox was full."
        kind, words = {
            "dead": ("bounced", gone),
            "dead, in the provider's words": ("bounced", listed),
            "passing": ("bounced", full),
            "complaint": ("complained", None),
            "delivered": ("delivered", None),
        }[what]
        carried = [{"name": "X-Metadata", "value": json.dumps({"latchstring": returns.mark(message.pk)})}]
        data = {"email_id": "theirs", "to": ["x@mail.example"], "headers": carried}
        data |= {"bounce": {"message": words, "type": "Permanent"}} if words else {}
        body = json.dumps({"type": f"email.{kind}", "created_at": at.isoformat(), "data": data})
        id_, stamp, key = uuid7().hex, str(int(clock.now().timestamp())), b"a secret of Resend's" if honest else b"none"
        signature = base64.b64encode(hmac.digest(key, f"{id_}.{stamp}.{body}".encode(), "sha256")).decode()
        headers = {"svix-id": id_, "svix-timestamp": stamp, "svix-signature": f"v1,{signature}"}
        return client.post(URL, body, content_type="application/json", headers=headers)


@pytest.fixture(params=[Ses, SendGrid, Brevo, Resend], ids=["ses", "sendgrid", "brevo", "resend"])
def tell(request, settings, client, sent):  # noqa: F811
    provider = request.param(request)
    use(settings, provider.mailer, provider.secret)
    return lambda message, what, at=None, **more: (
        provider.tell(client, message, what, at or datetime.now(UTC), **more).status_code
    )


@pytest.mark.parametrize("what", ["dead", "dead, in the provider's words"])
def test_a_hard_bounce_shuts_the_address_of_the_email_that_it_names(tell, sent, what):  # noqa: F811
    assert tell(sent[1], what) == 200
    assert states() == [State.SENT, State.INACTIVE]
    assert AddressState.objects.get().address == address(1)


def test_what_passes_touches_no_address(tell, sent):  # noqa: F811
    assert tell(sent[0], "passing") == 200
    assert states() == [State.FAILED, State.SENT]
    assert not AddressState.objects.exists()


def test_five_times_is_once_and_in_any_order_the_end_is_the_same(tell, sent):  # noqa: F811
    at = clock.now()
    for what in ("complaint", "delivered", "complaint", "complaint", "delivered", "complaint", "complaint"):
        assert tell(sent[0], what, at) == 200
    assert MailEvent.objects.count() == 2
    assert states() == [State.COMPLAINED, State.SENT]


def test_a_wrong_signature_or_password_changes_nothing(tell, sent):  # noqa: F811
    assert tell(sent[0], "dead", honest=False) in (400, 401)
    assert not MailEvent.objects.exists()


def test_what_is_too_old_is_not_believed(tell, sent):  # noqa: F811
    assert tell(sent[0], "dead", clock.now() - timedelta(days=8)) == 200
    assert MailEvent.objects.get().why == "It is too old to be believed."
    assert states() == [State.SENT, State.SENT]


def test_another_firms_email_is_judged_for_that_firm_alone(tell, sent, cast):  # noqa: F811
    Message.objects.filter(pk=sent[0].pk).update(firm=cast.rival)
    assert tell(sent[0], "dead") == 200
    assert AddressState.objects.get().firm == cast.rival
    assert states()[1] == State.SENT
