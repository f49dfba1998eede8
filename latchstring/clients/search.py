"""Finding clients by any part of a name, number, contact or address; accents and case don't matter."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from latchstring.clients.models import Client, Contact, SearchText

SHORTEST = 3  # a trigram; anything shorter is taken as the beginning of a name


def fold(text: str) -> str:
    """Case, accents, widths and runs of spaces made equal: "Müller  & Söhne" gives "muller & sohne"."""
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(text.casefold().split())


def text_of(client: Client, people: Iterable[tuple[str, str]]) -> str:
    """``people`` are (name, email) pairs."""
    words = [client.name, client.number, *(word for person in people for word in person)]
    return fold(" ".join(word for word in words if word))


def refresh(client_ids: Collection[UUID]) -> None:
    """Write anew what these clients are found by, in three statements."""
    people: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for client_id, name, email in Contact.objects.filter(client_id__in=client_ids).values_list(
        "client_id", "name", "email"
    ):
        people[client_id].append((name, email))
    clients = Client.objects.filter(pk__in=client_ids).only("name", "number")
    save({client.pk: text_of(client, people[client.pk]) for client in clients})


def save(texts: dict[UUID, str]) -> None:
    SearchText.objects.bulk_create(
        [SearchText(client_id=client_id, text=text) for client_id, text in texts.items()],
        update_conflicts=True,
        unique_fields=["client"],
        update_fields=["text"],
    )


def matching(query: str) -> "QuerySet[SearchText]":
    """The search rows with every word of a query; of a very short one, those whose name begins so."""
    typed = fold(query).replace("\0", "")
    long = [word for word in typed.split() if len(word) >= SHORTEST]
    if not long:
        return SearchText.objects.filter(client__sort_name__gte=typed, client__sort_name__lt=typed + "\U0010ffff")
    words = Q(*(Q(text__contains=word) for word in typed.split()))
    return SearchText.objects.filter(_trigrams(long) & words if connection.vendor == "sqlite" else words)


def _trigrams(words: list[str]) -> Q:
    phrases = " AND ".join('"' + word.replace('"', '""') + '"' for word in words)
    found: Any = RawSQL("SELECT rowid FROM clients_searchindex WHERE clients_searchindex MATCH %s", [phrases])
    return Q(pk__in=found)
