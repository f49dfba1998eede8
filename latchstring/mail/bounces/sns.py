"""Whether Amazon's SNS signed what it tells, as its documentation on verifying message signatures says."""

import base64
import binascii
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import Certificate, load_pem_x509_certificate

from latchstring.kernel import clock

SECONDS = 5
LARGEST = 64 * 1024  # bytes of a certificate
_ADDRESS = re.compile(
    r"https://sns\.[a-z0-9-]{3,40}\.amazonaws\.com(\.cn)?/SimpleNotificationService-[0-9a-f]{32,64}\.pem"
)
_HASHES = {"1": hashes.SHA1(), "2": hashes.SHA256()}  # noqa: S303 - version 1 is SNS's default
_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_SUBSCRIPTION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_SIGNED = {
    "Notification": _NOTIFICATION,
    "SubscriptionConfirmation": _SUBSCRIPTION,
    "UnsubscribeConfirmation": _SUBSCRIPTION,
}


class Unsigned(ValueError):
    """Not signed by SNS, or not what it signed."""


class NoCertificate(Exception):
    """Amazon did not give its certificate: whether this is signed is not known, so it must be told again."""


def check(told: Mapping[str, Any]) -> None:
    """Raises Unsigned or NoCertificate. SNS signs for all of its customers: whose topic it is, this does not say."""
    hashed = _HASHES.get(str(told.get("SignatureVersion")))
    address = str(told.get("SigningCertURL") or "")
    if hashed is None or not _ADDRESS.fullmatch(address):
        raise Unsigned("No signature of SNS")
    certificate = _certificate(address)
    if not certificate.not_valid_before_utc <= clock.now() <= certificate.not_valid_after_utc:
        raise Unsigned("The certificate is not valid today")
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise Unsigned("Not SNS's kind of key")
    try:
        signature = base64.b64decode(str(told.get("Signature")), validate=True)
        key.verify(signature, _words(told), padding.PKCS1v15(), hashed)
    except (InvalidSignature, binascii.Error) as error:
        raise Unsigned("Another signature") from error


def _words(told: Mapping[str, Any]) -> bytes:
    """What is signed: the names and the values of its fields, a line each; a subject only where there is one."""
    names = _SIGNED.get(str(told.get("Type")))
    if names is None:
        raise Unsigned("Not of a known type")
    lines = [f"{name}\n{told[name]}\n" for name in names if name != "Subject" or told.get(name) is not None]
    return "".join(lines).encode()


@lru_cache(maxsize=8)
def _certificate(address: str) -> Certificate:
    """From Amazon itself: its address is as good as the certificate of HTTPS. What failed is asked for again."""
    try:
        with requests.get(address, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
            if answer.status_code != requests.codes.ok:
                raise NoCertificate(f"{address} answers {answer.status_code}")
            return load_pem_x509_certificate(answer.raw.read(LARGEST, decode_content=True))
    except (requests.RequestException, OSError, ValueError) as error:
        raise NoCertificate(f"{address}: {error}") from error
