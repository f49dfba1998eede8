"""The emails of files: shared with a client, sent by a client, held back, and the code of a secure link."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from latchstring.clients.models import Client
from latchstring.clients.team import team_of
from latchstring.files.models import Document, SecureLink
from latchstring.files.queries.audience import people_with_access
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.addresses import envelope_form, key_of
from latchstring.mail.gathering import SHARES, gather
from latchstring.mail.models import Message, State
from latchstring.mail.outbox import Post, queue, queue_many
from latchstring.mail.queries import inactive
from latchstring.mail.render import letter
from latchstring.policy.actor import Actor
from latchstring.portals import emails as portal_emails
from latchstring.portals.message import fields_for
from latchstring.portals.quiet import not_before
from latchstring.portals.reading import who_wants
from latchstring.portals.stopping import stop_url

GATHER = timedelta(minutes=2)
"""How long an email about an upload waits for the next ones."""
MOST_NAMES = 20


def tell_people(
    actor: Actor, client: Client, documents: Sequence[Document], message: str, *, but: Collection[UUID]
) -> int:
    """Everybody with access hears what was shared, unless they have switched that off; returns how many do.

    What is shared without a message within ten minutes is one email. ``but`` are people told otherwise.
    """
    reachable = [each for each in people_with_access(client).now if each.pk not in but and not each.email_inactive_at]
    people = who_wants(reachable, "file-shared")
    if people:
        firm = Firm.objects.get(pk=client.firm_id)
        sender = portal_emails.sender_for(actor, firm)
        body = portal_emails.notice_letter(firm, sender, "file_shared", message)
        shared = portal_emails.place_of(firm, client.pk) | _named([each.name for each in documents])
        posts = [
            portal_emails.notice_post(
                person,
                shared
                | fields_for(firm, sender, name=person.name, email=person.email, client_name=client.name)
                | {"unsubscribe": stop_url(firm, person, "file-shared")},
                client_id=client.pk,
            )
            for person in people
        ]
        within = timedelta() if message else SHARES
        leaves = clock.now() + within
        times = {post.id: not_before(person, firm, leaves) for post, person in zip(posts, people, strict=True)}
        gather(firm.pk, body, posts, kind="file-shared", merge=_together, within=within, not_before=times)
    return len(people)


def take_back(client: Client, documents: Sequence[Document]) -> None:
    """What is hidden again before its email has left is not named there; an email about nothing is cancelled."""
    gone = Counter(each.name for each in documents)
    rows = Message.objects.select_for_update().filter(kind="file-shared", client_id=client.pk, state=State.QUEUED)
    for message in rows.filter(firm=client.firm_id):
        left = list((Counter(message.fields["list"].split("\n")) - gone).elements())
        if left:
            message.fields = {**message.fields, **_named(left)}
        else:
            message.state, message.settled, message.ended_at = State.CANCELLED, True, clock.now()
            message.reason = "The files were hidden again before it left."
        message.save(update_fields=["fields", "state", "settled", "ended_at", "reason"])


def _together(waiting: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """The fields of one email about the files of two."""
    return {**waiting, **_named([*waiting["list"].split("\n"), *new["list"].split("\n")])}


def tell_team_of_upload(actor: Actor, document: Document) -> None:
    """One email to each of the team for all that a client sends within two minutes."""
    client, firm = document.client, Firm.objects.get(pk=document.firm_id)
    rest = []
    for member in team_of(client.pk, firm.pk):
        waiting = Message.objects.select_for_update().filter(
            firm=firm,
            kind="file-received",
            link_subject=client.pk,
            to_address=envelope_form(member.email),
            state=State.QUEUED,
            due_at__gt=clock.now(),
        )
        if found := waiting.first():
            found.fields = _received(firm, client, actor, [*found.fields["list"].split("\n"), document.name])
            found.save(update_fields=["fields"])
        else:
            rest.append(member)
    fields = _received(firm, client, actor, [document.name])
    posts = [Post(member.email, member.name, fields, link_subject=client.pk, client_id=client.pk) for member in rest]
    body = letter(firm, "file-received", "mail/file_received", {})
    queue_many(firm.pk, body, _reachable(firm, posts), kind="file-received", due_at=clock.now() + GATHER)


def tell_team_of_virus(document: Document, finding: str) -> None:
    firm = Firm.objects.get(pk=document.firm_id)
    fields = {"names": document.name, "client_name": document.client.name, "finding": finding}
    about = document.client_id
    posts = [Post(member.email, member.name, fields, client_id=about) for member in team_of(about, firm.pk)]
    body = letter(firm, "file-quarantined", "mail/file_quarantined", {})
    queue_many(firm.pk, body, _reachable(firm, posts), kind="file-quarantined")


def send_code(link: SecureLink, code: str) -> None:
    """Raises AddressInactive."""
    firm = Firm.objects.get(pk=link.firm_id)
    body = letter(firm, "link-code", "mail/link_code", {})
    queue(firm.pk, body, Post(link.email, fields={"code": code}), kind="link-code")


def _received(firm: Firm, client: Client, actor: Actor, names: Sequence[str]) -> dict[str, str]:
    url = f"{firm.base_url}/clients/{client.pk}/"
    return {"client_name": client.name, "person": actor.name, "client_url": url, **_named(names)}


def _named(names: Sequence[str]) -> dict[str, str]:
    shown = list(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown.append(f"and {len(names) - MOST_NAMES} more")
    return {
        "list": "\n".join(names),
        "names": ", ".join(shown),
        "what": f"{len(names)} files" if len(names) > 1 else "a file",
    }


def _reachable(firm: Firm, posts: Sequence[Post]) -> list[Post]:
    dead = inactive(firm.pk, [key_of(post.to_address) for post in posts])
    return [post for post in posts if key_of(post.to_address) not in dead]
