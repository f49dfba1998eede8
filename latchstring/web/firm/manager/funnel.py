"""The four steps from client to regular visitor, and the ribbon that narrows beneath them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Funnel:
    """``percents`` and the ribbon are shares of all clients, for the four steps in order."""

    clients: int
    invited: int
    accepted: int
    recent: int

    @property
    def waiting(self) -> int:
        """Clients that were invited and have nobody inside yet."""
        return max(self.invited - self.accepted, 0)

    @property
    def quiet(self) -> int:
        """Clients that came in but not within the last 30 days."""
        return max(self.accepted - self.recent, 0)

    @property
    def shares(self) -> list[float]:
        whole = max(self.clients, 1)
        return [min(step / whole, 1) for step in (self.clients, self.invited, self.accepted, self.recent)]

    @property
    def percents(self) -> list[int]:
        return [round(100 * share) for share in self.shares]

    @property
    def edge(self) -> str:
        """The ribbon's upper edge in a box of 400 by 100, flat for each step and curved between."""
        heights = [round(100 - 96 * share) for share in self.shares]
        path = f"M0 {heights[0]}H70"
        for step, height in enumerate(heights[1:], start=1):
            before, left = heights[step - 1], 100 * step - 30
            path += f"C{left + 22} {before} {left + 38} {height} {left + 60} {height}H{left + 100}"
        return path[: path.rindex("H")] + "H400"

    @property
    def fill(self) -> str:
        return f"{self.edge}V100H0z"


def funnel(figures: Any) -> Funnel:
    return Funnel(figures.clients, figures.clients_with, figures.clients_accepted, figures.clients_recent)
