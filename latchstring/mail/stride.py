"""How many emails a worker takes at once: few at first, so that what leaves slowly is shared among workers."""

from dataclasses import dataclass

FEW = 2  # one leaves while the envelope of the next is on its way
AT_ONCE = 0.25
QUICK, SLOW = 2.0, 4.0  # seconds that a chunk may take; for what the last worker has in hand, the others wait


@dataclass(slots=True)
class Stride:
    """``most`` is never passed; ``size`` grows while chunks leave quickly, and halves when one took long."""

    most: int
    size: int = FEW

    def __post_init__(self) -> None:
        self.size = min(self.size, self.most)

    def took(self, seconds: float) -> None:
        if seconds < QUICK:
            self.size = min(self.size * (8 if seconds < AT_ONCE else 2), self.most)
        elif seconds > SLOW:
            self.size = max(self.size // 2, min(FEW, self.most))
