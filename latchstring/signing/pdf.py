"""Sign a PDF so that one changed byte is found: PAdES B-B (ETSI EN 319 142-1)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from latchstring.firms.models import Firm
from latchstring.signing import keys

FIELD = "Firm"


def signed(firm: Firm, pdf: bytes, *, reason: str) -> bytes:
    """The same document with the firm's signature over all of it."""
    row = keys.certificate_of(firm)
    certificate, private = bytes(row.certificate), keys.secret(row)
    with ThreadPoolExecutor(1) as apart:  # the library has an event loop of its own
        return apart.submit(_sign, pdf, certificate, private, firm.name, reason).result()


def _sign(pdf: bytes, certificate: bytes, private: bytes, name: str, reason: str) -> bytes:
    from asn1crypto import keys as asn1_keys
    from asn1crypto import x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    signer = SimpleSigner(
        signing_cert=x509.Certificate.load(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    said = PdfSignatureMetadata(
        field_name=FIELD, name=name, reason=reason, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    asyncio.run(PdfSigner(said, signer=signer).async_sign_pdf(writer, output=out))
    return out.getvalue()
