"""Keys of rows as they stand in addresses."""

from uuid import UUID


def id_of(typed: str) -> UUID | None:
    """None for what is no key: it names no row."""
    try:
        return UUID(typed)
    except ValueError:
        return None
