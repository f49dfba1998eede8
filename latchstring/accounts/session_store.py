"""Django's database sessions in a table of ours, which also says whose a session is and where it was last seen."""

from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from latchstring.accounts.models import Session
from latchstring.audit.record import Origin, origin
from latchstring.kernel import clock


class SessionStore(db.SessionStore):
    """``row`` is the session as it was loaded or last saved; reading it takes no statement of its own."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.row: Session | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found: Any = super()._get_session_from_db()  # type: ignore[misc]
        self.row = found
        return self.row

    def create_model_instance(self, data: Any) -> Any:
        row: Any = super().create_model_instance(data)
        whose = data.get(SESSION_KEY)
        if whose:
            self._describe(row, UUID(str(whose)))
        self.row = row
        return row

    def _describe(self, row: Session, user_id: UUID) -> None:
        before = self.row if self.row and self.row.user_id == user_id else None
        where = origin.get() or Origin()
        row.user_id = user_id
        row.number = before.number if before else row.number
        row.logged_in_at = before.logged_in_at if before else clock.now()
        row.address = where.address or (before.address if before else None)
        row.user_agent = where.user_agent[:300] or (before.user_agent if before else "")

    def cycle_key(self) -> None:
        """The same login under a new key is the same session to people."""
        before = self.row
        super().cycle_key()
        self.row = before
