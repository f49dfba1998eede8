"""Finding people by any part of a name or email, or by a client they belong to."""

from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from latchstring.clients import search as client_search
from latchstring.clients.search import SHORTEST, fold
from latchstring.kernel.bulk import insert
from latchstring.policy.actor import Actor
from latchstring.portals.models import Access, PortalUser, SearchText


class HasWords(Protocol):
    @property
    def pk(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def address(self) -> str: ...


def text_of(person: HasWords) -> str:
    return fold(f"{person.name} {person.email} {person.address}")


def add(people: Iterable[HasWords]) -> None:
    """Make new people findable."""
    insert(SearchText, ({"person_id": person.pk, "text": text_of(person)} for person in people))


def refresh(person: PortalUser) -> None:
    """After a change of name or email."""
    SearchText.objects.filter(person=person).update(text=text_of(person))


def people_found(actor: Actor, query: str) -> QuerySet[Any]:
    """The ids of people found by themselves or by a client that this actor sees."""
    clients = client_search.matching(query).values("client_id")
    theirs = Access.objects.visible_to(actor).filter(client__in=clients).order_by().values("person_id")
    return found_by_themselves(query).union(theirs)


def found_by_themselves(query: str) -> QuerySet[Any]:
    """The ids of people whose own name or email this is a part of."""
    return _by_text(query).order_by().values("person_id")


def _by_text(query: str) -> QuerySet[Any]:
    """Every word somewhere in the text; a very short query is how a name begins."""
    typed = fold(query).replace("\0", "")
    words = typed.split()
    long = [word for word in words if len(word) >= SHORTEST]
    if not long:
        start = Q(person__sort_name__gte=typed, person__sort_name__lt=typed + "\U0010ffff")
        return SearchText.objects.filter(start)
    found = Q(*(Q(text__contains=word) for word in words))
    if connection.vendor == "sqlite":
        found = Q(pk__in=_trigrams(long)) & found
    return SearchText.objects.filter(found)


def _trigrams(words: Iterable[str]) -> RawSQL:
    phrases = " AND ".join('"' + word.replace('"', '""') + '"' for word in words)
    sql = "SELECT rowid FROM portals_searchindex WHERE portals_searchindex MATCH %s"
    return RawSQL(sql, [phrases])  # noqa: S611
