"""Fixtures that the tests of pages share."""

import pytest
from django.core.cache import cache

from latchstring.portals.models import PortalUser
from tests.cast import Cast
from tests.web.doorstep import let_in


@pytest.fixture(autouse=True)
def no_code_used() -> None:
    """Codes of apps that were used are kept in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def carla(cast: Cast) -> PortalUser:
    """A client of Acme who has come in."""
    return let_in(cast.owner, cast.acme)
