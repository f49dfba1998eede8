"""Quiet hours: news waits until a person's morning, by their clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from latchstring.files.actions.share import share
from latchstring.mail.models import Message
from latchstring.portals.models import PortalUser
from latchstring.portals.quiet import not_before
from tests.files.kit import portal_actor, sent
from tests.web.test_portal_profile import PROFILE, carla, wanted  # noqa: F401


@pytest.mark.parametrize(
    ("hours", "now", "then"),
    [
        ((22, 7), "2026-03-11 23:30", "2026-03-12 07:00"),
        ((22, 7), "2026-03-12 06:59", "2026-03-12 07:00"),
        ((22, 7), "2026-03-12 07:00", "2026-03-12 07:00"),
        ((22, 7), "2026-03-12 12:00", "2026-03-12 12:00"),
        ((12, 14), "2026-03-12 13:10", "2026-03-12 14:00"),
        ((22, 7), "2026-03-07 23:30", "2026-03-08 07:00"),  # the clocks go forward in the night
        ((None, None), "2026-03-12 03:00", "2026-03-12 03:00"),
    ],
)
def test_by_their_own_clock(cast, hours, now, then):
    person = PortalUser(time_zone="America/Denver", quiet_from=hours[0], quiet_until=hours[1])
    there = ZoneInfo("America/Denver")
    moment = datetime.fromisoformat(now).replace(tzinfo=there).astimezone(UTC)
    assert not_before(person, cast.firm, moment) == datetime.fromisoformat(then).replace(tzinfo=there)


def test_what_is_shared_at_night_is_one_email_in_the_morning(cast):
    with time_machine.travel(datetime(2026, 3, 12, 4, 0, tzinfo=UTC)) as clocks:  # midnight in New York
        portal_actor(cast.acme)
        PortalUser.objects.update(quiet_from=22, quiet_until=7)
        share(cast.owner, cast.acme, [sent(cast.owner, cast.acme, "A.pdf")])
        clocks.shift(3600)
        share(cast.owner, cast.acme, [sent(cast.owner, cast.acme, "B.pdf")])
    message = Message.objects.get(kind="file-shared")
    assert message.due_at == datetime(2026, 3, 12, 11, 0, tzinfo=UTC)
    assert message.fields["names"] == "A.pdf, B.pdf"


def test_carla_sets_her_quiet_hours_and_takes_them_back(carla):  # noqa: F811
    carla.post(PROFILE, wanted(quiet_from="22", quiet_until="7"))
    person = PortalUser.objects.get(pk=carla.person.pk)
    assert (person.quiet_from, person.quiet_until) == (22, 7)
    for hours, sentence in (
        (("22", ""), "Choose both hours"),
        (("7", "7"), "another hour"),
        (("24", "7"), "from the list"),
    ):
        answer = carla.post(PROFILE, wanted(quiet_from=hours[0], quiet_until=hours[1]))
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    carla.post(PROFILE, wanted())
    person.refresh_from_db()
    assert (person.quiet_from, person.quiet_until) == (None, None)
