"""What a storage can do. Places are names without an order; all errors are StorageFull, StorageAway or Damaged."""

from collections.abc import Buffer, Iterator
from typing import Any, Protocol

PIECE = 1024 * 1024
"""Bytes that are read at once."""


class Storage(Protocol):
    chunk: int
    """Bytes of content gathered before they are written."""
    least: int
    """Bytes that anything but the last part has at least."""

    def put(self, place: str, data: Buffer) -> None:
        """Keep a small thing, whole or not at all."""

    def read(self, place: str, start: int, end: int) -> Iterator[bytes]:
        """Raw bytes in pieces; fewer where fewer are there. Raises Damaged where nothing is there."""

    def begin(self, place: str, size: int) -> dict[str, Any]:
        """Start something of so many bytes that grows part by part; what is returned is kept for the next part."""

    def grow(self, place: str, parts: dict[str, Any], at: int, data: Buffer) -> dict[str, Any]:
        """Add this behind the first ``at`` bytes; what lay there before is overwritten."""

    def sync(self, place: str) -> None:
        """What has grown is durable on return."""

    def complete(self, place: str, parts: dict[str, Any]) -> None:
        """It has all its parts; durable on return."""

    def remove(self, place: str) -> None:
        """Remove the place and everything whose name begins with it; nothing there is fine."""

    def check(self) -> str:
        """One line about what it is, after trying it out."""
