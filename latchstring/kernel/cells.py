"""Cells of exported tables that a spreadsheet must not run."""

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutralise(value: str) -> str:
    """Text that would start a formula gets an apostrophe in front (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(_STARTS) else value
