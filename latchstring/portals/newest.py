"""The moments of those who have not come in yet are those of their newest invite.

Written past the models: one row-valued subquery, where Django would run one for each column.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from latchstring.kernel import clock
from latchstring.mail.links import as_stored
from latchstring.portals.models import Phase, PortalUser
from latchstring.portals.status import status_case

_OPEN = "accepted_at IS NULL AND superseded_at IS NULL AND revoked_at IS NULL"

_FOLLOW = f"""
UPDATE {{table}} SET (queued_at, sent_at, delivered_at, expires_at) = (
  SELECT i.created_at, m.sent_at, CASE WHEN m.state = 'delivered' THEN m.ended_at END, i.expires_at
  FROM portals_invite i JOIN mail_message m ON m.id = i.message_id
  WHERE i.person_id = {{table}}.{{person}} AND i.{_OPEN.replace("AND ", "AND i.")}
  ORDER BY i.id DESC LIMIT 1)
WHERE {{which}} AND {{person}} IN (SELECT person_id FROM portals_invite WHERE {_OPEN} AND person_id IN ({{marks}}))
"""  # noqa: S608 - no part of it comes from outside

_PENDING = f"SELECT id FROM portals_portaluser WHERE phase = {Phase.PENDING:d} AND id IN ({{marks}})"  # noqa: S608


def follow_newest(person_ids: Sequence[UUID]) -> None:
    """Three statements, however many people there are; they must be locked."""
    keys = [as_stored(pk) for pk in person_ids]
    marks = ", ".join(["%s"] * len(keys))
    pending = _PENDING.format(marks=marks)
    waiting = f"accepted_at IS NULL AND removed_at IS NULL AND person_id IN ({pending})"
    people = _FOLLOW.format(table="portals_portaluser", person="id", which=f"id IN ({pending})", marks=marks)
    access = _FOLLOW.format(table="portals_access", person="person_id", which=waiting, marks=marks)
    with connection.cursor() as cursor:
        cursor.execute(people, keys + keys)
        cursor.execute(access, keys + keys)
    PortalUser.objects.filter(pk__in=person_ids, phase=Phase.PENDING).update(status_order=status_case(clock.now()))
