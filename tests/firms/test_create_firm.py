"""A firm begins with its branding and one event, or not at all."""

import pytest

from latchstring.audit.models import Event
from latchstring.firms.actions.create_firm import create_firm
from latchstring.firms.details import BadFirm
from latchstring.firms.models import Branding, Firm

pytestmark = pytest.mark.django_db


def test_a_firm_has_branding_a_short_name_and_one_event():
    firm = create_firm(name="  Alder   & Pike ", time_zone="America/New_York")
    assert (firm.name, firm.slug) == ("Alder & Pike", "alder-pike")
    assert Branding.objects.filter(firm=firm).exists()
    assert [event.name for event in Event.objects.all()] == ["firm.created"]


def test_a_name_without_latin_letters_still_gets_a_short_name():
    assert create_firm(name="会計事務所").slug == "firm"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"slug": "a b"}, "slug"),
        ({"slug": "x" * 61}, "slug"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(wrong, field):
    with pytest.raises(BadFirm) as refused:
        create_firm(**{"name": "Alder & Pike", **wrong})
    assert refused.value.field == field
    assert not Firm.objects.exists()
    assert not Event.objects.exists()


def test_a_short_name_is_taken_once():
    create_firm(name="One", slug="one")
    with pytest.raises(BadFirm, match="Another firm is called “one” already"):
        create_firm(name="Two", slug="one")


def test_a_new_firm_has_the_limits_that_we_stand_for():
    firm = Firm()
    assert (firm.invites_a_day, firm.resends_a_day, firm.invite_days, firm.undo_seconds) == (2000, 3, 30, 10)
