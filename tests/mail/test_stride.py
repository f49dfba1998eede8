"""A worker takes few emails at first and more while they leave quickly, so that a slow server is shared."""

from latchstring.mail import stride
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Message, State
from latchstring.mail.stride import FEW, Stride
from tests.mail.test_delivery import nothing


def test_it_doubles_while_quick_and_halves_when_slow():
    ours = Stride(100)
    sizes = []
    for seconds in (0.1, 0.1, 0.1, 2.0, 9.0, 9.0, 9.0, 9.0):
        ours.took(seconds)
        sizes.append(ours.size)
    assert sizes == [40, 80, 100, 100, 50, 25, FEW, FEW]


def test_it_never_passes_the_most():
    ours = Stride(3)
    for seconds in (0.1, 9.0):
        assert ours.size == 3
        ours.took(seconds)
    assert ours.size == 3


def test_a_slow_start_leaves_the_rest_to_others(smtp, campaign, queue_n, monkeypatch):
    monkeypatch.setattr(stride, "QUICK", 0.0)  # as on a server that takes its time
    queue_n(3 * FEW, campaign)
    monkeypatch.setattr("latchstring.mail.delivery._LOOK_UP_EVERY", 0.0)
    most = []
    deliver_due(lambda ids: most.append(Message.objects.filter(state=State.SENDING).count()))
    assert len(smtp.received) == 3 * FEW
    assert max(most) < FEW
    assert deliver_due(nothing) == 0
