"""A certificate of the firm's own, that nobody else has vouched for: it shows that nothing was changed since."""

from datetime import timedelta
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.db import IntegrityError, transaction

from latchstring.firms.models import Firm
from latchstring.kernel import clock, crypto
from latchstring.kernel.ids import uuid7
from latchstring.signing.models import Certificate

BITS = 3072
LASTS = timedelta(days=3653)


def certificate_of(firm: Firm) -> Certificate:
    """Made at need; two who need it at once get the same one."""
    found = Certificate.objects.filter(firm=firm).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return _make(firm)
    except IntegrityError:
        return Certificate.objects.get(firm=firm)


def secret(row: Certificate) -> bytes:
    """The private key in DER. Raises kernel.crypto.Unopenable."""
    return crypto.unwrap(bytes(row.wrapped), row.master, str(row.pk))


def wrap_again() -> int:
    """Wrap every private key under the current master key; returns how many were not."""
    count = 0
    for row in Certificate.objects.exclude(master=crypto.current()):
        wrapped, master = crypto.wrap(secret(row), str(row.pk))
        count += Certificate.objects.filter(pk=row.pk, master=row.master).update(wrapped=wrapped, master=master)
    return count


def _make(firm: Firm) -> Certificate:
    key, pk = rsa.generate_private_key(public_exponent=65537, key_size=BITS), uuid7()
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    wrapped, master = crypto.wrap(private, str(pk))
    signed = _certificate(firm.name, key, pk)
    return Certificate.objects.create(pk=pk, firm=firm, certificate=signed, wrapped=wrapped, master=master)


def _certificate(name: str, key: rsa.RSAPrivateKey, pk: UUID) -> bytes:
    """X.509 v3, for signatures alone (RFC 5280, 4.2.1.3)."""
    who, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])]), clock.now()
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False
    ) | {"encipher_only": False, "decipher_only": False}
    builder = x509.CertificateBuilder(who, who, key.public_key(), pk.int >> 1)
    builder = builder.not_valid_before(now - timedelta(minutes=5)).not_valid_after(now + LASTS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(
        x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
