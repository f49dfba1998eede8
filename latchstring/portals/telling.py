"""The emails about how far access goes: that it changed, and that its last day is near."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.outbox import Post, queue_many
from latchstring.mail.queries import inactive
from latchstring.policy.actor import Actor
from latchstring.portals import emails, ends, links
from latchstring.portals.message import Sender
from latchstring.portals.models import Access
from latchstring.portals.quiet import not_before

AHEAD = timedelta(days=7)
"""So long before the end of access its person is told."""


def of_change(actor: Actor, access: Access, firm: Firm) -> None:
    """Tell whoever is in already; an earlier email about it that has not left never does."""
    links.cancel_notices([access], clock.now(), "The access was changed again.", kinds=["access-changed"])
    now = ends.to_client(access.scope, access.ends_at, firm).strip()
    fields = {"covers": now or _("You can open everything there, and there is no last day.")}
    _post(access, firm, emails.sender_for(actor, firm), "access_changed", fields)


def of_end(access: Access, day: date, firm: Firm) -> None:
    """Tell that this is the last day of it."""
    fields = {"last_day": f"{day:%A, %B} {day.day}"}
    _post(access, firm, emails.signed_by(firm, None), "access_ending", fields)


def _post(access: Access, firm: Firm, sender: Sender, template: str, fields: dict[str, str]) -> None:
    person, client = access.person, access.client
    letter = emails.notice_letter(firm, sender, template)
    came_back = inactive(firm.pk, [person.address])
    about = fields | {"client_name": client.name, **emails.place_of(firm, client.pk)}
    queue_many(
        firm.pk,
        letter,
        [Post(person.email, person.name, about, link_subject=person.pk, client_id=client.pk)],
        kind=template.replace("_", "-"),
        due_at=not_before(person, firm, clock.now()),
        withheld=_("Email to this address came back.") if came_back else "",
    )
