"""Steps that the tests of ended access share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import time_machine

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.policy.scopes import Scope
from latchstring.portals.actions.change_access import change_access
from latchstring.portals.models import Access, PortalUser
from tests.cast import Cast


def days(number: int, firm: Firm) -> date:
    return clock.now().astimezone(ZoneInfo(firm.time_zone)).date() + timedelta(days=number)


def ends(cast: Cast, person: PortalUser, number: int = 10, *, client: object = None) -> Access:
    """Their access ends after so many days, set by the real action."""
    access = Access.objects.select_related("client", "person").get(person=person, client=client or cast.acme)
    return change_access(cast.owner, access, scope=Scope.EVERYTHING, until=days(number, cast.firm))


@contextmanager
def after(number: int = 11) -> Iterator[None]:
    with time_machine.travel(clock.now() + timedelta(days=number)):
        yield
