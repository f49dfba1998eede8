"""A real email, sent while somebody waits for the mail server's answer."""

from contextlib import closing
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel import underway
from latchstring.kernel.addresses import normalise
from latchstring.mail import leases, outcomes
from latchstring.mail.addresses import envelope_form
from latchstring.mail.bounces.answers import Verdict
from latchstring.mail.claims import Claimed
from latchstring.mail.models import Message, State
from latchstring.mail.queries import inactive
from latchstring.mail.ready import Press
from latchstring.mail.render import letter
from latchstring.mail.servers import Unreachable, server
from latchstring.mail.servers.smtp import SmtpServer
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

PATIENCE = 10  # seconds; a worker waits longer than a person does


@dataclass(frozen=True, slots=True)
class Trial:
    """``words`` are the mail server's own, or why it was not asked; ``later`` where it leaves by itself yet."""

    ok: bool
    words: str
    later: bool = False


def send_test(actor: Actor, address: str) -> Trial:
    """Not for a transaction: the network is in it. Raises BadAddress with a sentence."""
    actor.require(Action.FIRM_EDIT)
    key = normalise(address)
    dead = inactive(actor.firm_id, [key]).get(key)
    if dead is not None:
        return Trial(ok=False, words=_("Email to this address came back before. %s") % dead.reason)
    with leases.holding() as owner:
        return _hand_over(_claimed(actor, owner, address), owner)


@transaction.atomic
def _claimed(actor: Actor, owner: UUID, address: str) -> Claimed:
    """The row first, as for every email, and ours from the start."""
    firm = Firm.objects.get(pk=actor.firm_id)
    message = Message.objects.create(
        firm=firm,
        letter=letter(firm, "test", "mail/test", {}, reply_to=firm.support_email),
        kind="test",
        to_name=actor.name[:200],
        to_address=envelope_form(address),
        state=State.SENDING,
        lease_owner=owner,
        leased_until=leases.until(),
    )
    record(actor, Name.TEST_EMAIL_SENT, Entry(subject_id=message.pk, detail={"name": message.to_address}))
    return Claimed(
        message.pk, firm.pk, None, message.letter_id, message.to_name, message.to_address, {}, "", None, attempts=0
    )


def _hand_over(claimed: Claimed, owner: UUID) -> Trial:
    with closing(server()) as way_out:
        if isinstance(way_out, SmtpServer):
            way_out.timeout = PATIENCE
        try:
            [(_mail, answer)] = way_out.hand_over(Press().mails(owner, [claimed]), underway.nothing)
        except Unreachable as error:
            outcomes.fail(claimed, owner, str(error))
            return Trial(ok=False, words=str(error))
    judgement = outcomes.record(claimed, owner, answer)
    later = judgement.verdict is Verdict.PASSING
    return Trial(ok=judgement.verdict is Verdict.SENT, words=str(answer), later=later)
