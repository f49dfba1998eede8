from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import time_machine

from latchstring.kernel.ids import uuid7


def test_an_id_is_a_version_7_uuid_of_this_moment():
    with time_machine.travel(1_900_000_000, tick=False):
        made = uuid7()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == 1_900_000_000_000


def test_ids_of_one_millisecond_sort_as_they_were_made():
    with time_machine.travel(2_000_000_000, tick=False):
        made = [uuid7() for _ in range(2_000)]
    assert made == sorted(set(made))


def test_a_clock_that_steps_back_five_seconds_makes_no_earlier_id():
    with time_machine.travel(2_100_000_000, tick=False):
        before = uuid7()
    with time_machine.travel(2_099_999_995, tick=False):
        assert uuid7() > before


def test_a_clock_that_was_hours_ahead_is_forgotten():
    with time_machine.travel(2_100_000_000, tick=False):
        uuid7()
    with time_machine.travel(2_099_900_000, tick=False):
        assert uuid7().int >> 80 == 2_099_900_000_000


def test_threads_never_make_the_same_id():
    with ThreadPoolExecutor(4) as threads:
        made = [id for some in threads.map(lambda _: [uuid7() for _ in range(500)], range(4)) for id in some]
    assert len(set(made)) == 2_000


def test_the_next_id_cannot_be_told_from_the_last():
    with time_machine.travel(2_200_000_000, tick=False):
        made = [uuid7().int for _ in range(100)]
    steps = {later - earlier for earlier, later in pairwise(made)}
    assert len(steps) == 99
