"""Fixtures that the tests of pages share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from latchstring.accounts.actions.set_single_sign_on import set_single_sign_on
from latchstring.accounts.models import SingleSignOn
from latchstring.portals.models import PortalUser
from tests.cast import Cast
from tests.web.doorstep import let_in
from tests.web.sns_kit import Sns
from tests.web.sso_kit import Provider


@pytest.fixture(autouse=True)
def no_code_used() -> None:
    """Codes of apps that were used are kept in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def carla(cast: Cast) -> PortalUser:
    """A client of Acme who has come in."""
    return let_in(cast.owner, cast.acme)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    found = Provider()
    yield found
    found.close()


@pytest.fixture
def single_sign_on(cast: Cast, provider: Provider) -> SingleSignOn:
    """Switched on for the cast's firm, whose people have addresses that the provider knows."""
    for member, address in ((cast.olive, "olive"), (cast.sam, "sam"), (cast.adam, "adam")):
        member.user.email = f"{address}@alder.example"
        member.user.save()
    return set_single_sign_on(
        cast.owner, issuer=provider.issuer, client_id="latchstring", secret="a secret", label="Alder ID"
    )


@pytest.fixture
def sns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sns]:
    """Amazon's SNS, which whoever asks by HTTPS reaches on loopback."""
    found = Sns(tmp_path)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{found.server.server_port}")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(found.trusted))
    yield found
    found.close()
