"""What the library looks for under the name of the engine."""

import select
import time
from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError

TRUSTED = 5.0  # seconds within which a line that says nothing is still there


class DatabaseWrapper(base.DatabaseWrapper):
    """``keeps_plans`` sends values beside the statement, so that the server plans it once for a connection."""

    keeps_plans = False
    _answered = 0.0

    def create_cursor(self, name: str | None = None) -> Any:
        if name or not self.keeps_plans:
            return super().create_cursor(name)
        cursor: Any = base.ServerBindingCursor
        return cursor(self.connection)

    def is_usable(self) -> bool:
        """A server that has ended has said so on the line; after a rest it is asked, as before."""
        now = time.monotonic()
        if self.connection and now - self._answered < TRUSTED and _is_silent(self.connection):
            return True
        usable = bool(super().is_usable())
        self._answered = now if usable else 0.0
        return usable


def _is_silent(connection: Any) -> bool:
    """Whether nothing waits to be read: no farewell, no end; a connection known to be lost has no line."""
    line = select.poll()
    try:
        line.register(connection.pgconn.socket, select.POLLIN)
    except OperationalError:
        return False
    return not connection.closed and not line.poll(0)
