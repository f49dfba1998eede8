"""The secrets in links."""

import base64
import hashlib

from latchstring.kernel import tokens


def test_a_token_is_256_random_bits() -> None:
    minted = [base64.urlsafe_b64decode(f"{tokens.mint()}=") for _ in range(200)]
    assert {len(raw) for raw in minted} == {32}
    ones = [sum(int.from_bytes(raw) >> bit & 1 for raw in minted) for bit in range(256)]
    assert min(ones) > 0
    assert max(ones) < len(minted)


def test_only_its_sha_256_is_stored() -> None:
    assert tokens.digest("a" * 43) == hashlib.sha256(b"a" * 43).digest()
