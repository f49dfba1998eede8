"""Django's database sessions in a table of ours, which also says whose a session is and where it was last seen."""

from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, UpdateError
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import CharField, DateTimeField
from django.utils.crypto import get_random_string

from latchstring.accounts.models import Session
from latchstring.audit.record import Origin, origin
from latchstring.kernel import clock
from latchstring.kernel.compiled import Compiled, Slot

_OPEN = Compiled(
    lambda: Session.objects.select_related("user").filter(
        session_key=Slot("key", CharField()), expire_date__gt=Slot("now", DateTimeField())
    )
)


class SessionStore(db.SessionStore):
    """``row`` is the session as it was loaded or last saved; reading it takes no statement of its own.

    A new key is 165 random bits, so nobody asks whether it is free; the row is written once, with all it holds.
    """

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.row: Session | None = None
        self._unwritten = ""
        self._written: tuple[str, bytes] | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        return Session

    def create(self) -> None:
        """The session goes on under a key of its own; ``save`` writes it."""
        self._session_key = self._unwritten = get_random_string(32, VALID_KEY_CHARS)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Nothing where nothing changed since this very store wrote it."""
        if self.session_key is None:
            self.create()
        key = str(self.session_key)
        new = must_create or key == self._unwritten
        held: Any = self._get_session(no_load=new)  # type: ignore[attr-defined]
        state = (key, self.serializer().dumps(held))
        if state == self._written:
            return
        self._write(new, held)
        self._unwritten, self._written = "", state

    def _write(self, new: bool, held: Any) -> None:
        """As the library does, within the transaction that is open; raises CreateError or UpdateError like it."""
        try:
            with transaction.atomic(savepoint=False):
                self.create_model_instance(held).save(force_insert=new, force_update=not new)
        except DatabaseError as error:
            if new and isinstance(error, IntegrityError):
                raise CreateError from error
            if new or isinstance(error, IntegrityError):
                raise
            raise UpdateError from error

    def _get_session_from_db(self) -> Session | None:
        self.row = _OPEN.first(key=self.session_key, now=clock.now())
        if self.row is None:
            self._session_key = None
        return self.row

    def create_model_instance(self, data: Any) -> Any:
        row: Any = super().create_model_instance(data)
        whose = data.get(SESSION_KEY)
        if whose:
            self._describe(row, UUID(str(whose)))
        self.row = row
        return row

    def _describe(self, row: Session, user_id: UUID) -> None:
        """The same login under a new key is the same session to people."""
        before = self.row if self.row and self.row.user_id == user_id else None
        where = origin.get() or Origin()
        row.user_id = user_id
        row.number = before.number if before else row.number
        row.seen_at = before.seen_at if before else row.seen_at
        row.logged_in_at = before.logged_in_at if before else clock.now()
        row.address = where.address or (before.address if before else None)
        row.user_agent = where.user_agent[:300] or (before.user_agent if before else "")
