"""Emails write dates as their reader does: by the chosen clock and language, else by the firm's."""

import pytest
import time_machine

from latchstring.mail.models import Message
from latchstring.portals.actions.resend import resend
from tests.cast import Cast
from tests.portals.people import invited

EVENING = "2027-03-01T22:00:00-05:00"


@pytest.mark.parametrize(
    ("language", "time_zone", "wanted"),
    [
        ("", "", "March 31"),
        ("en-us", "", "March 31"),
        ("en-gb", "", "31 March"),
        ("", "Asia/Tokyo", "April 1"),
        ("en-gb", "Asia/Tokyo", "1 April"),
    ],
)
def test_the_end_of_a_link_is_written_for_its_reader(cast: Cast, language: str, time_zone: str, wanted: str) -> None:
    with time_machine.travel(EVENING):
        carla = invited(cast.owner, cast.acme)
        carla.language, carla.time_zone = language, time_zone
        carla.save(update_fields=["language", "time_zone"])
        resend(cast.owner, carla)
        assert Message.objects.latest("pk").fields["expires"] == wanted
