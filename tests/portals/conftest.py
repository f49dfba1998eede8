"""Fixtures that several tests of portals share."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from latchstring.portals.reminding import plan_of
from tests.cast import Cast
from tests.portals.reminder_kit import SENT, At


@pytest.fixture
def at(cast: Cast) -> Iterator[At]:
    with time_machine.travel(SENT - timedelta(days=1), tick=False) as machine:
        for firm in (cast.firm, cast.rival):
            plan_of(firm.pk)
        machine.move_to(SENT)
        yield machine.move_to
