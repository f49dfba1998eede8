"""The email log: pages by keyset, each from an index made for it, whatever the number of rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from latchstring.kernel import keyset
from latchstring.kernel.cursor import Page
from latchstring.mail.models import NOT_ARRIVED, WAITING, Campaign, Letter, Message, State
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

SIZE = 50
WAITS = "waiting"
ARRIVED = "sent"
STATES: dict[str, tuple[State, ...]] = {
    WAITS: WAITING,
    ARRIVED: (State.SENT, State.DELIVERED),
    **{each.value: (each,) for each in NOT_ARRIVED},
}
OVER = frozenset(each.value for each in NOT_ARRIVED)
type _Part = tuple[QuerySet[Any], Any]
"""Rows, and what they are ordered by."""
_SOONEST = keyset.Sort("due_at")


@dataclass(frozen=True, slots=True)
class LogFilter:
    """``state`` is a key of STATES; ``addresses`` None for everybody; empty texts don't narrow.

    With ``addresses``, what was written in one of ``letters`` is found too.
    """

    state: str = ""
    kind: str = ""
    addresses: Collection[str] | None = None
    letters: Collection[UUID] = ()


def page(actor: Actor, where: LogFilter, cursor: str = "") -> Page[Message]:
    """The newest first; of what waits, what leaves first."""
    if where.state == WAITS:
        ids, onward, behind = keyset.page(_waiting(actor, where), _SOONEST, cursor, SIZE)
        return Page(_fetch(ids), onward, behind)
    rows = _of_all(actor, where)
    if where.addresses is None:
        return _by_id([_newest(rows, few=actor.client_ids is not None)], cursor)
    to_them = _newest(rows.filter(to_address__in=where.addresses), few=True)
    return _by_id([to_them, *(_newest(rows.filter(letter=each), few=False) for each in where.letters)], cursor)


def subjects_with(actor: Actor, words: str, most: int) -> list[UUID]:
    """The newest letters whose subject has these words: a letter is one row, however many it was sent to."""
    letters = Letter.objects.filter(firm=actor.firm_id, subject__icontains=words).order_by("-pk")
    return list(letters.values_list("pk", flat=True)[:most])


def written_to(actor: Actor, beginning: str, most: int) -> list[str]:
    """Addresses that begin so and were written to, a short statement for each: whatever the number of emails."""
    rows = Message.objects.filter(firm=actor.firm_id).order_by("to_address").values_list("to_address", flat=True)
    found: list[str] = []
    after = rows.filter(to_address__gte=beginning)
    while len(found) < most and (address := after.first()) and address.startswith(beginning):
        found.append(address)
        after = rows.filter(to_address__gt=address)
    return found


def all_of(actor: Actor, where: LogFilter) -> QuerySet[Any]:
    """Every message that a filter finds, newest first, with its letter's subject; for an export."""
    return _light(_narrowed(actor, where)).order_by("-pk")


def one(actor: Actor) -> QuerySet[Any]:
    actor.require(Action.CLIENT_VIEW)
    rows: QuerySet[Any] = Message.objects.visible_to(actor)
    return rows.select_related("letter")


def _narrowed(actor: Actor, where: LogFilter) -> QuerySet[Any]:
    rows = _of_all(actor, where)
    if where.addresses is None:
        return rows
    return rows.filter(Q(to_address__in=where.addresses) | Q(letter__in=where.letters))


def _of_all(actor: Actor, where: LogFilter) -> QuerySet[Any]:
    """By outcome and kind alone."""
    actor.require(Action.CLIENT_VIEW)
    rows: QuerySet[Any] = Message.objects.visible_to(actor)
    if where.kind:
        rows = rows.filter(kind=where.kind)
    if where.state in OVER:
        rows = rows.filter(state=where.state, ended_at__isnull=False)  # the condition of its index
    elif where.state in STATES:
        rows = rows.filter(state__in=STATES[where.state])
    return rows


def _waiting(actor: Actor, where: LogFilter) -> list[QuerySet[Any]]:
    """One part for each campaign that still runs and one for single emails: each has its own range in the index."""
    running = Campaign.objects.visible_to(actor).filter(finished_at=None, cancelled_at=None)
    rows = _narrowed(actor, where)
    return [rows.filter(campaign=each) for each in (None, *running.values_list("pk", flat=True))]


def _newest(rows: QuerySet[Any], *, few: bool) -> _Part:
    """``few`` rows are found by what narrows them and sorted; else the database would walk through all the firm's."""
    return rows, Coalesce("pk", "pk") if few else F("pk")


def _by_id(parts: Sequence[_Part], cursor: str) -> Page[Message]:
    """So many from the front of each part, each by its own index, are enough for the page of all.

    A cursor is an id behind ``b`` (what is older) or ``a`` (what is newer).
    """
    back, pivot = cursor[:1] == "a", _pivot(cursor)
    found: set[UUID] = set()
    for rows, order in parts:
        beyond = rows if pivot is None else rows.filter(pk__gt=pivot) if back else rows.filter(pk__lt=pivot)
        found.update(beyond.order_by(order.asc() if back else order.desc()).values_list("pk", flat=True)[: SIZE + 1])
    more, ids = len(found) > SIZE, sorted(found, reverse=not back)[:SIZE]
    if back:
        ids.reverse()
    if not ids:
        return Page([])
    older = more if not back else True
    newer = (pivot is not None) if not back else more
    return Page(_fetch(ids), f"b{ids[-1].hex}" if older else "", f"a{ids[0].hex}" if newer else "")


def _pivot(cursor: str) -> UUID | None:
    try:
        return UUID(hex=cursor[1:])
    except ValueError:
        return None


def _fetch(ids: list[UUID]) -> list[Message]:
    found = _light(Message.objects.all()).in_bulk(ids)
    return [found[pk] for pk in ids]


def _light(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Without the long texts of letters."""
    return rows.select_related("letter").defer("letter__text", "letter__html")
