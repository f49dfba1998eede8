"""Two workers that look at the same moment take different emails, in the worst order and without luck."""

from functools import partial

import pytest

from latchstring.kernel.ids import uuid7
from latchstring.mail.claims import Claims
from latchstring.mail.models import Campaign
from latchstring.mail.stride import Stride
from tests.races import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("together", [True, False], ids=["of a campaign", "single ones"])
def test_what_one_worker_takes_another_passes_over(campaign: Campaign, queue_n, together: bool) -> None:
    messages = queue_n(10, campaign if together else None)
    taken = {}

    def take(who: str) -> None:
        taken[who] = [each.id for each in Claims(uuid7(), Stride(5, 5)).next_chunk()]

    assert meanwhile(partial(take, "one"), partial(take, "other")) is None
    assert (len(taken["one"]), len(taken["other"])) == (5, 5)
    assert {*taken["one"], *taken["other"]} == {message.pk for message in messages}
