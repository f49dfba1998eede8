"""The web sessions of people, ended together with the Django sessions behind them."""

from collections.abc import Collection
from importlib import import_module
from uuid import UUID

from django.conf import settings

from latchstring.kernel import clock
from latchstring.portals.models import WebSession


def end(person_ids: Collection[UUID], *, but: str = "") -> None:
    """Nobody stays logged in, but in the session with this key; the next request of theirs is a stranger's."""
    rows = WebSession.objects.filter(person__in=person_ids, ended_at=None).exclude(session_key=but)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in rows.values_list("session_key", flat=True):
        store().delete(key)
    rows.update(ended_at=clock.now())


def close(person_id: UUID, session_key: str) -> None:
    """This browser logged out."""
    rows = WebSession.objects.filter(person=person_id, session_key=session_key, ended_at=None)
    rows.update(ended_at=clock.now())


def follow(key: str, new_key: str) -> None:
    """The session goes on under another key."""
    WebSession.objects.filter(session_key=key, ended_at=None).update(session_key=new_key)
