"""Send a template to oneself, as a client would get it."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Client
from latchstring.firms.models import Firm
from latchstring.mail.models import Letter
from latchstring.mail.outbox import AddressInactive, Post, queue
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.drafts import draft
from latchstring.portals.emails import member_of
from latchstring.portals.refusals import Refusal


@transaction.atomic
def send_template_test(actor: Actor, *, kind: str, subject: str, body: str, client: Client | None = None) -> str:
    """The address it goes to. Raises Refusal with a sentence."""
    actor.require(Action.TEMPLATE_EDIT)
    member = member_of(actor.member_id)
    if member is None:
        raise Refusal(_("Only somebody of the team can send a test to themselves."))
    firm = Firm.objects.get(pk=actor.firm_id)
    made = draft(actor, firm, kind=kind, subject=subject, body=body, client=client)
    parts = {name: getattr(made.letter, name) for name in _PARTS} | {"kind": "test"}
    letter, _new = Letter.objects.get_or_create(firm=firm, digest=made.letter.digest, defaults=parts)
    try:
        post = Post(member.email, member.name, made.fields, client_id=client.pk if client else None)
        message = queue(firm.pk, letter, post, kind="test")
    except AddressInactive as error:
        raise Refusal(str(error)) from error
    record(actor, Name.TEST_EMAIL_SENT, Entry(subject_id=message.pk, detail={"name": member.email}))
    return str(member.email)


_PARTS = ("from_name", "from_address", "reply_to", "subject", "text", "html")
