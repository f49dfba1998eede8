"""What a client's details may be: tidied, and refused with a sentence when they are too long or taken."""

import re
from collections.abc import Iterable
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext as _

from latchstring.clients.models import Client, Contact, Tag
from latchstring.clients.search import fold
from latchstring.kernel.addresses import normalise

_LINES = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_DISGUISE = re.compile(r"[\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
"""What can't be seen and turns what stands around it: a name is shown as it was typed."""


class Typed(TypedDict, total=False):
    """The details that a person or a file may set; nothing else gets in."""

    name: str
    number: str
    kind: str
    phone: str
    street: str
    city: str
    region: str
    postcode: str
    fiscal_year_end: str


LONGEST: dict[str, int] = {field: getattr(Client, field).field.max_length for field in Typed.__annotations__}


def tidy(text: str) -> str:
    """One line without control characters, disguises or runs of spaces; lines are joined by commas."""
    if not text.isprintable():
        text = _DISGUISE.sub("", _CONTROL.sub("", _LINES.sub(", ", text.strip())))
    return " ".join(text.split())


def clean(typed: Typed) -> dict[str, str]:
    """The tidied details that were given. Raises ValueError with a sentence."""
    details = {field: tidy(str(value)) for field, value in typed.items()}
    if details.get("name") == "":
        raise ValueError(_("Enter the client’s name."))
    for field, value in details.items():
        if len(value) > LONGEST[field]:
            raise ValueError(
                _("“%(start)s…” is too long. It can have %(most)s characters.")
                % {"start": value[:30], "most": LONGEST[field]}
            )
    if "name" in details:
        details["sort_name"] = sort_name(details["name"])
    return details


def sort_name(name: str) -> str:
    return fold(name)[:200]


def check_number(firm_id: UUID, number: str, *, other_than: Client | None = None) -> None:
    """Raise ValueError if another client of the firm has this number."""
    if not number:
        return
    taken = Client.objects.filter(firm_id=firm_id, number=number).first()
    if taken and taken != other_than:
        raise ValueError(
            _("%(name)s already has the client number %(number)s. Type another one.")
            % {"name": taken.name, "number": number}
        )


def person(name: str) -> dict[str, str]:
    """A contact's name and the first name that letters begin with. Raises ValueError."""
    tidied = tidy(name)
    if not tidied:
        raise ValueError(_("Enter the contact’s name."))
    if len(tidied) > 200:
        raise ValueError(_("This name is too long. It can have 200 characters."))
    return {"name": tidied, "first_name": tidied.split()[0][:100]}


def email(typed: str) -> dict[str, str]:
    """An email as typed and as it is compared; an empty one is none. Raises BadAddress."""
    stripped = typed.strip()
    return {"email": stripped, "address": normalise(stripped) if stripped else ""}


def relation(typed: str) -> dict[str, str]:
    """What somebody is to a client. Raises ValueError."""
    tidied = tidy(typed)
    if len(tidied) > 60:
        raise ValueError(_("What somebody is to the client can have 60 characters. Shorten it."))
    return {"relation": tidied}


def note(typed: str) -> str:
    """A note as it is kept: its lines stay, control characters don’t. Raises ValueError."""
    text = _CONTROL.sub("", typed.replace("\r\n", "\n")).strip()
    if not text:
        raise ValueError(_("Write something first."))
    if len(text) > 10_000:
        raise ValueError(_("This note is too long. It can have 10,000 characters; put the rest in a file."))
    return text


def set_tags(client: Client, names: Iterable[str]) -> bool:
    """Give a client exactly these tags; True if that changed anything."""
    wanted = tags(client.firm_id, names)
    now = set(client.tags.all())
    client.tags.set(wanted)
    return now != wanted


def tags(firm_id: UUID, names: Iterable[str]) -> set[Tag]:
    """The firm's tags of these names, new ones made; a name is one tag whatever its case."""
    wanted = {fold(name): tidy(name)[:60] for name in names if name.strip()}
    known = {fold(tag.name): tag for tag in Tag.objects.filter(firm_id=firm_id)}
    missing = [Tag(firm_id=firm_id, name=name) for key, name in wanted.items() if key not in known]
    if missing:
        Tag.objects.bulk_create(missing, ignore_conflicts=True)
        known = {fold(tag.name): tag for tag in Tag.objects.filter(firm_id=firm_id)}
    return {known[key] for key in wanted}


def next_position(client: Client) -> int:
    last = Contact.objects.filter(client=client).order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1
