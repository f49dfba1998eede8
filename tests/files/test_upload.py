"""Sending a file: in one go or in pieces, over broken lines, by one writer at a time."""

import hashlib
import os

from tests.files.kit import PDF, bytes_of, sent


def test_a_file_sent_in_one_go_is_a_document_with_its_bytes_and_digest(cast):
    content = PDF + os.urandom(300_000)
    document = sent(cast.owner, cast.acme, "Return 2025.pdf", content)
    version = document.current
    assert (document.name, version.size, version.content_type) == ("Return 2025.pdf", len(content), "application/pdf")
    assert bytes(version.sha256) == hashlib.sha256(content).digest()
    assert bytes_of(cast.owner, document) == content
    assert bytes_of(cast.owner, document, start=65_530, end=131_080) == content[65_530:131_080]
