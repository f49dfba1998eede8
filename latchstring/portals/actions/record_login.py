"""Count a real login of a portal user."""

from typing import Any

from django.db import transaction
from django.db.models import F

from latchstring.audit.record import Origin, origin
from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.portals.models import PortalUser, WebSession


@transaction.atomic(savepoint=False)
def record_login(actor: Actor, *, session_key: str) -> WebSession:
    """One more web session and the last login of this person, with access they have at this moment.

    Staff who look at a portal as the client never come through here, so they count as neither.
    """
    who: Any = actor.person_id
    PortalUser.objects.filter(pk=who).update(last_login_at=clock.now(), web_sessions=F("web_sessions") + 1)
    where = origin.get() or Origin()
    return WebSession.objects.create(
        firm_id=actor.firm_id,
        person_id=who,
        session_key=session_key,
        address=where.address,
        user_agent=where.user_agent[:300],
    )
