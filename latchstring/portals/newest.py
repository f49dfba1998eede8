"""The moments of those who have not come in yet are those of their newest invite.

Written past the models: one row-valued subquery, where Django would run one for each column.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from latchstring.kernel import clock
from latchstring.mail.links import as_stored
from latchstring.portals.models import Invite, Phase, PortalUser
from latchstring.portals.status import status_case

_OPEN = {"accepted_at": None, "superseded_at": None, "revoked_at": None}

_NEWEST = """
SELECT i.created_at AS queued_at, m.sent_at AS sent_at,
  CASE WHEN m.state = 'delivered' THEN m.ended_at END AS delivered_at, i.expires_at AS expires_at{more}
FROM portals_invite i JOIN mail_message m ON m.id = i.message_id
WHERE i.person_id = {person} AND i.accepted_at IS NULL AND i.superseded_at IS NULL AND i.revoked_at IS NULL
ORDER BY i.id DESC LIMIT 1
"""

_ACCESS = """
UPDATE portals_access SET (queued_at, sent_at, delivered_at, expires_at) = ({newest})
WHERE accepted_at IS NULL AND removed_at IS NULL AND person_id IN ({people})
"""

# The inner row is named like the table, so that the status is derived from the moments that the person is to have.
_PEOPLE = """
UPDATE portals_portaluser AS person
SET (queued_at, sent_at, delivered_at, expires_at, not_delivered_reason, status_order) = (
  SELECT queued_at, sent_at, delivered_at, expires_at, not_delivered_reason, {status}
  FROM ({newest}) AS portals_portaluser)
WHERE id IN ({people})
"""
_MORE = ", CASE WHEN m.state = 'failed' THEN m.reason ELSE '' END AS not_delivered_reason" + "".join(
    f", person.{name} AS {name}" for name in ("removed_at", "ends_at", "accepted_at", "email_inactive_at")
)


def follow_newest(person_ids: Sequence[UUID]) -> None:
    """Five statements, however many people there are; they must be locked.

    Who has an open invite is asked first: joined to the rest, it is planned badly by what the database knows of tables
    that have just grown.
    """
    pending = PortalUser.objects.filter(pk__in=person_ids, phase=Phase.PENDING)
    waiting = set(pending.values_list("pk", flat=True))
    invited = set(Invite.objects.filter(person__in=waiting, **_OPEN).values_list("person_id", flat=True))
    if invited:
        _follow([as_stored(pk) for pk in invited])
    if waiting - invited:
        PortalUser.objects.filter(pk__in=waiting - invited).update(status_order=status_case(clock.now()))


def _follow(keys: Sequence[Any]) -> None:
    people = ", ".join(["%s"] * len(keys))
    status, moments = _status()
    with connection.cursor() as cursor:
        newest = _NEWEST.format(person="person.id", more=_MORE)
        cursor.execute(_PEOPLE.format(status=status, newest=newest, people=people), [*moments, *keys])
        newest = _NEWEST.format(person="portals_access.person_id", more="")
        cursor.execute(_ACCESS.format(newest=newest, people=people), keys)


def _status() -> tuple[str, Sequence[Any]]:
    """``status_case`` as SQL over a row that is named like the table, with its parameters."""
    query = PortalUser.objects.all().query
    case = status_case(clock.now()).resolve_expression(query)
    sql, params = query.get_compiler(connection=connection).compile(case)
    return sql, params
