"""The clients that a team member looks after, asked for one at a time until somebody wants them all."""

from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from typing import Any
from uuid import UUID

from django.apps import apps


class Assigned(Set[UUID]):
    """One client is looked up by itself, since most requests are about one; a second one loads all."""

    def __init__(self, member_id: UUID) -> None:
        self.member_id = member_id
        self._looked_up: dict[UUID, bool] = {}

    def __contains__(self, client_id: object) -> bool:
        if not isinstance(client_id, UUID):
            return False
        if client_id not in self._looked_up:
            if self._looked_up:
                return client_id in self._all
            self._looked_up[client_id] = self._rows.filter(client=client_id).exists()
        return self._looked_up[client_id]

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> Any:
        return frozenset(it)

    @property
    def _rows(self) -> Any:
        return apps.get_model("clients.Assignment")._default_manager.filter(member_id=self.member_id)

    @cached_property
    def active(self) -> int:
        """How many of them are active."""
        return int(self._rows.filter(client__inactive_at=None).count())

    @cached_property
    def _all(self) -> frozenset[UUID]:
        return frozenset(self._rows.values_list("client_id", flat=True))
