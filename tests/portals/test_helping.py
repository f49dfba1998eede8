"""Helping a client in, and looking as one: only where they have something open now."""

import pytest

from latchstring.accounts import phone_codes
from latchstring.accounts.models import PhoneCode
from latchstring.audit.models import Event
from latchstring.portals.actions.read_code_out import read_code_out
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.view_as import NothingToSee, view_as
from latchstring.portals.helping import CannotHelp
from latchstring.portals.models import Access
from tests.cast import Cast
from tests.portals.people import CARLA, accepted


def test_no_code_is_read_to_who_has_nothing_to_open(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    remove_access(cast.owner, carla)
    with pytest.raises(CannotHelp, match="Give them access first"):
        read_code_out(cast.owner, carla)
    assert not PhoneCode.objects.exists()


def test_a_code_read_out_at_one_firm_opens_nothing_at_another(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    rival = accepted(cast.rival_owner, cast.rival_client, CARLA)
    code = read_code_out(cast.owner, carla)
    assert carla.user == rival.user
    assert not phone_codes.spent(cast.rival, carla.user, code)
    assert phone_codes.spent(cast.firm, carla.user, code)


def test_a_client_record_that_was_shut_is_not_looked_at_by_way_of_another(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    accepted(cast.owner, cast.beta, CARLA)
    shut = Access.objects.select_related("client", "person").get(client=cast.acme)
    remove_access(cast.owner, carla, client=cast.acme)
    with pytest.raises(NothingToSee):
        view_as(cast.owner, shut)
    assert not Event.objects.filter(name="portal.viewed_as").exists()
