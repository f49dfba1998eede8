"""What clients ask about who can see their record: how often they may, and who hears of it."""

from datetime import timedelta

from django.utils.translation import gettext as _

from latchstring.clients.models import Client
from latchstring.clients.team import team_of
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.addresses import key_of
from latchstring.mail.outbox import AddressInactive, Post, queue, queue_many
from latchstring.mail.queries import inactive
from latchstring.mail.render import letter
from latchstring.policy.actor import Actor
from latchstring.portals import emails
from latchstring.portals.insight import require_knowing
from latchstring.portals.models import Access, Answer, Ask, PortalUser
from latchstring.portals.queries.asks import waiting
from latchstring.portals.refusals import Refusal

A_DAY = 10
LONGEST = 1000


class BadAsk(Refusal, ValueError):
    """A sentence for the one who asks; ``field`` is where it belongs, if anywhere."""

    def __init__(self, sentence: str, field: str = "") -> None:
        self.field = field
        super().__init__(sentence)


def begin(actor: Actor, client: Client) -> PortalUser:
    """The one who asks, locked, so that two at once are counted one after the other. Raises Refused, BadAsk."""
    require_knowing(actor, client)
    actor.require_hands()
    person: PortalUser = PortalUser.objects.select_for_update().get(pk=actor.person_id, firm=actor.firm_id)
    today = Ask.objects.filter(person=person, created_at__gt=clock.now() - timedelta(days=1))
    if today.count() >= A_DAY:
        raise BadAsk(_("You have asked %s times within a day. Go on tomorrow, or call us.") % A_DAY)
    return person


def words(typed: str, longest: int, field: str) -> str:
    """One line, without control characters. Raises BadAsk where it is too long."""
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())
    if len(clean) > longest:
        raise BadAsk(_("This is longer than %s characters. Shorten it.") % longest, field)
    return clean


def take(actor: Actor, ask: Ask) -> Ask:
    """The open ask, locked. Raises DoesNotExist for who can't see it, Refusal where somebody was faster."""
    rows = Ask.objects.visible_to(actor).select_for_update(of=("self",))
    rows = rows.select_related("person", "client", "access__person")
    row: Ask = rows.get(pk=ask.pk)
    if row.answer == Answer.WITHDRAWN:
        raise Refusal(_("%s no longer asks for this.") % row.person)
    if row.answered_at:
        raise Refusal(_("This has been answered already."))
    if not waiting().filter(pk=row.pk).exists():
        raise Refusal(_("%s has no access any more, so nothing is asked for.") % row.person)
    return row


def answer(actor: Actor, ask: Ask, how: Answer, note: str = "") -> None:
    ask.answer, ask.answered_at, ask.answered_by, ask.note = how, clock.now(), actor.member_id, note
    ask.save(update_fields=["answer", "answered_at", "answered_by", "note"])


def tell_team(ask: Ask) -> None:
    """Whoever looks after the client, by email."""
    firm = Firm.objects.get(pk=ask.firm_id)
    team = [(member, key_of(member.email)) for member in team_of(ask.client_id, firm.pk)]
    dead = inactive(firm.pk, [key for _member, key in team])
    fields = {
        "what": _what(ask),
        "person": str(ask.person),
        "client_name": ask.client.name,
        "client_url": f"{firm.base_url}/clients/{ask.client_id}/",
        "detail": ask.reason or _("No reason was given.") if ask.removes else _about(ask),
    }
    posts = [
        Post(member.email, member.name, fields, client_id=ask.client_id) for member, key in team if key not in dead
    ]
    queue_many(firm.pk, letter(firm, "access-asked", "mail/access_asked", {}), posts, kind="access-asked")


def tell_person(actor: Actor, ask: Ask) -> None:
    """Who asked hears of the outcome, unless their email came back."""
    firm = Firm.objects.get(pk=ask.firm_id)
    fields = emails.place_of(firm, ask.client_id) | {
        "client_name": ask.client.name,
        "name": ask.name,
        "outcome": _outcome(ask),
        "detail": ask.note or _("The list of who can see it is up to date in your portal."),
    }
    body = emails.notice_letter(firm, emails.sender_for(actor, firm), "access_answered")
    post = Post(ask.person.email, ask.person.name, fields, client_id=ask.client_id)
    try:
        queue(firm.pk, body, post, kind="access-answered")
    except AddressInactive:
        return


def has_access(client: Client, address: str) -> bool:
    rows = Access.objects.live().filter(client=client, person__address=address)
    return bool(rows.exists())


def _what(ask: Ask) -> str:
    if ask.about_self:
        return _("take their own access away")
    return (_("remove %s") if ask.removes else _("let %s in")) % ask.name


def _about(ask: Ask) -> str:
    return f"{ask.email} ({ask.relation})" if ask.relation else ask.email


def _outcome(ask: Ask) -> str:
    if ask.answer == Answer.DECLINED:
        return (_("%s still has access") if ask.removes else _("%s was not let in")) % ask.name
    return (_("%s has no access any more") if ask.removes else _("%s was invited")) % ask.name
