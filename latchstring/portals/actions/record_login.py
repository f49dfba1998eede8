"""Count a real login of a portal user."""

from django.db import transaction
from django.db.models import F

from latchstring.accounts.models import User
from latchstring.audit.record import Origin, origin
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import PortalUser, WebSession


@transaction.atomic(savepoint=False)
def record_login(user: User, firm: Firm, *, session_key: str) -> WebSession | None:
    """One more web session and the last login, or None for a login that has no portal here.

    Staff who look at a portal as the client never come through here, so they count as neither.
    """
    actor = client_actor_for(user, firm)
    if actor is None or actor.person_id is None:
        return None
    person = PortalUser.objects.filter(pk=actor.person_id)
    person.update(last_login_at=clock.now(), web_sessions=F("web_sessions") + 1)
    where = origin.get() or Origin()
    return WebSession.objects.create(
        firm=firm,
        person_id=actor.person_id,
        session_key=session_key,
        address=where.address,
        user_agent=where.user_agent[:300],
    )
