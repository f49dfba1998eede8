"""The shape of every figure the bench prints."""

from typing import Any


def figure(case: str, n: int, db: str, value: float, unit: str, beside: float | None = None) -> dict[str, Any]:
    """``beside`` is the raw limit or the peer of the same run, in the same unit; ``ratio`` is value / beside."""
    return {
        "case": case,
        "n": n,
        "db": db,
        "value": round(value, 3),
        "unit": unit,
        "beside": None if beside is None else round(beside, 3),
        "ratio": round(value / beside, 3) if beside else None,
    }


def checked(case: str, n: int, db: str, value: float, beside: float, right: bool) -> dict[str, Any]:
    """A count that must be right: it ends the case where it isn't."""
    if not right:
        raise RuntimeError(f"{case}: {value}, beside {beside}")
    return figure(case, n, db, value, "", beside)
