"""A worker takes few emails at first and more while they leave quickly, so that a slow server is shared."""

from latchstring.mail import stride
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Message, State
from latchstring.mail.stride import FEW, Stride
from tests.mail.test_delivery import nothing


def test_it_grows_while_quick_and_halves_when_slow():
    ours = Stride(100)
    sizes = []
    for seconds in (0.1, *[1.0] * 5, 3.0, *[9.0] * 7):
        ours.took(seconds)
        sizes.append(ours.size)
    assert sizes == [16, 32, 64, 100, 100, 100, 100, 50, 25, 12, 6, 3, FEW, FEW]


def test_it_never_passes_the_most():
    ours = Stride(1)
    for seconds in (0.1, 9.0):
        assert ours.size == 1
        ours.took(seconds)
    assert ours.size == 1


def test_a_slow_start_leaves_the_rest_to_others(smtp, campaign, queue_n, monkeypatch):
    monkeypatch.setattr(stride, "QUICK", 0.0)  # as on a server that takes its time
    queue_n(20, campaign)
    monkeypatch.setattr("latchstring.mail.delivery._LOOK_UP_EVERY", 0.0)
    most = []
    deliver_due(lambda ids: most.append(Message.objects.filter(state=State.SENDING).count()))
    assert len(smtp.received) == 20
    assert max(most) < FEW
    assert deliver_due(nothing) == 0


def test_whoever_takes_a_part_calls_the_others(smtp, queue_n, monkeypatch):
    """The wake-up of a campaign reaches one worker; the others would sleep until their minute."""
    called = []
    monkeypatch.setattr("latchstring.mail.delivery.wake", called.append)
    queue_n(1)
    deliver_due(None)
    assert "deliver" not in called
    queue_n(20)
    deliver_due(None)
    assert called.count("deliver") == 1
