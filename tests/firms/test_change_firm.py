"""Changing a firm's details and its look."""

import pytest

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.firms.actions.change_firm import change_firm
from latchstring.firms.actions.rebrand import rebrand
from latchstring.firms.details import BadFirm
from latchstring.firms.models import Branding, Firm
from latchstring.policy.actor import Refused


def events():
    return list(Event.objects.filter(name=Name.FIRM_CHANGED).values_list("detail", flat=True))


def test_the_owner_changes_what_is_given_and_nothing_else(cast):
    change_firm(cast.owner, name="Alder  Pike & Co", invite_days=14, sender_address="Office@Alder.example")
    firm = Firm.objects.get(pk=cast.firm.pk)
    assert (firm.name, firm.invite_days, firm.sender_address) == ("Alder Pike & Co", 14, "office@alder.example")
    assert firm.time_zone == cast.firm.time_zone
    assert events() == [{"name": "Alder Pike & Co", "changed": ["invite_days", "name", "sender_address"]}]


def test_the_same_again_writes_nothing(cast):
    change_firm(cast.owner, name=cast.firm.name, phone="")
    assert events() == []


def test_staff_may_not_change_the_firm(cast):
    with pytest.raises(Refused):
        change_firm(cast.staff, name="Mine")
    with pytest.raises(Refused):
        rebrand(cast.viewer, colour="#1f5c4a", welcome="")
    assert Firm.objects.get(pk=cast.firm.pk).name == "Alder & Pike"
    assert events() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 121),
        ("time_zone", "Mars/Olympus"),
        ("invite_days", 0),
        ("invite_days", 91),
        ("emails_a_minute", -1),
        ("invites_a_day", 0),
        ("resends_a_day", 51),
        ("phone", "5" * 41),
        ("street", "x" * 201),
        ("support_email", "office@alder"),
        ("sender_address", "a@b.example,c@d.example"),
    ],
)
def test_a_wrong_value_is_named_and_changes_nothing(cast, field, value):
    with pytest.raises(BadFirm) as caught:
        change_firm(cast.owner, **{"phone": "555", field: value})
    assert caught.value.field == field
    assert str(caught.value).endswith(".")
    assert Firm.objects.get(pk=cast.firm.pk).phone == ""


def test_the_rival_keeps_its_name(cast):
    change_firm(cast.rival_owner, name="Rival & Sons")
    assert Firm.objects.get(pk=cast.firm.pk).name == "Alder & Pike"


def test_a_pale_colour_is_stored_as_one_that_can_be_read(cast):
    rebrand(cast.owner, colour="#ffff00", welcome=" Hello. ")
    look = Branding.objects.get(firm=cast.firm)
    assert (look.colour, look.colour_night, look.welcome) == ("#746d00", "#7f7900", "Hello.")
    assert len(events()) == 1


@pytest.mark.parametrize(("colour", "welcome"), [("red; }", ""), ("#1f5c4a", "x" * 2001)])
def test_a_wrong_look_is_refused(cast, colour, welcome):
    with pytest.raises(BadFirm):
        rebrand(cast.owner, colour=colour, welcome=welcome)
    assert not Branding.objects.filter(firm=cast.firm).exists()
