"""How many emails a worker takes at once: few at first, so that what leaves slowly is shared among workers."""

from dataclasses import dataclass

FEW = 20
QUICK, SLOW = 1.0, 5.0  # seconds that a chunk may take


@dataclass(slots=True)
class Stride:
    """``most`` is never passed; ``size`` doubles while chunks leave quickly, and halves when one took long."""

    most: int
    size: int = FEW

    def __post_init__(self) -> None:
        self.size = min(self.size, self.most)

    def took(self, seconds: float) -> None:
        if seconds < QUICK:
            self.size = min(self.size * 2, self.most)
        elif seconds > SLOW:
            self.size = max(self.size // 2, min(FEW, self.most))
