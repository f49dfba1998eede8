"""What SNS tells is believed with the password and its signature, by a certificate that only Amazon gives."""

import json

import pytest

from latchstring.mail.models import AddressState, MailEvent
from tests.mail.conftest import campaign, queue_n  # noqa: F401
from tests.web.sns_kit import HOST, certificate, key_of, post
from tests.web.test_webhooks import URL, sent, use  # noqa: F401
from tests.web.test_webhooks_of_providers import USER, Ses

NAME = "SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"


@pytest.fixture
def tell(settings, client, sns, sent):  # noqa: F811
    """Tell that the second email came back; ``changed`` is what somebody changes after it was signed."""
    use(settings, Ses.mailer, USER)

    def told(*, user=USER, changed=None, subject=None, **how):
        body = Ses.notice(sent[1], "dead") | ({"Subject": subject} if subject is not None else {})
        return post(client, URL, sns.signed(body, **how) | (changed or {}), user).status_code

    return told


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("subject", [None, "", "Amazon SES Email Event Notification — é"])
def test_both_versions_of_the_signature_are_believed_with_and_without_a_subject(tell, version, subject):
    assert tell(version=version, subject=subject) == 200
    assert AddressState.objects.count() == 1


def test_the_certificate_is_asked_for_once(tell, sns):
    assert [tell(), tell(), tell()] == [200, 200, 200]
    assert sns.asked == [sns.url]


@pytest.mark.parametrize(
    "changed",
    [
        {"Message": json.dumps({"eventType": "Bounce"})},
        {"Subject": "Another"},
        {"Timestamp": "2026-01-01T00:00:00Z"},
        {"TopicArn": "arn:aws:sns:us-west-2:123456789012:others"},
        {"Signature": "bm9uZQ=="},
        {"Signature": "no base64!"},
        {"Signature": None},
        {"SigningCertURL": None},
        {"SignatureVersion": "1"},
        {"SignatureVersion": "3"},
        {"SignatureVersion": None},
    ],
    ids=str,
)
def test_what_was_changed_after_it_was_signed_is_refused(tell, changed):
    assert tell(changed=changed) == 400
    assert not MailEvent.objects.exists()


def test_what_a_stranger_signed_is_refused(tell):
    assert tell(by="a stranger") == 400
    assert not MailEvent.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        f"http://{HOST}/{NAME}",
        f"https://sns.us-west-2.amazonaws.com.evil.example/{NAME}",
        f"https://evil.example/{NAME}",
        f"https://s3.amazonaws.com/{NAME}",
        f"https://bucket.s3.us-west-2.amazonaws.com/{NAME}",
        f"https://{HOST}@evil.example/{NAME}",
        f"https://{HOST}:8443/{NAME}",
        f"https://{HOST}/{NAME}?Action=ListTopics",
        f"https://{HOST}/?x=/{NAME}",
        f"https://{HOST}/../{NAME}",
        f"https://{HOST}/{NAME}\n",
        "",
    ],
)
def test_only_amazons_own_address_is_asked_for_a_certificate(tell, sns, url):
    assert tell(changed={"SigningCertURL": url}) == 400
    assert sns.asked == []
    assert not MailEvent.objects.exists()


def test_without_the_password_no_certificate_is_asked_for(tell, sns):
    assert (tell(user=""), tell(user="portal:wrong")) == (401, 400)
    assert sns.asked == []
    assert not MailEvent.objects.exists()


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, None), (302, b""), (200, b"<html>"), (200, b"x" * 100_000)],
    ids=["fails", "moved", "words", "long"],
)
def test_where_amazon_gives_no_certificate_it_is_told_again_and_believed_then(tell, sns, status, body):
    good = sns.answers
    sns.answers = (status, good[1] if body is None else body)
    assert tell() == 503
    assert not MailEvent.objects.exists()
    sns.answers = good
    assert tell() == 200
    assert MailEvent.objects.count() == 1


def test_where_amazon_is_away_it_is_told_again(tell, sns):
    sns.close()
    assert tell() == 503
    assert not MailEvent.objects.exists()


def test_a_certificate_that_ran_out_is_not_believed(tell, sns):
    sns.answers = (200, certificate(key_of("Amazon"), days=-1))
    assert tell() == 400
    assert not MailEvent.objects.exists()
