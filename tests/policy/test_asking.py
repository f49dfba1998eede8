"""Each action asks for its permission itself, whichever page, command or worker calls it."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import EnumType
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import UnionType
from typing import Any, BinaryIO, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from django.db import models, transaction

import latchstring
from latchstring.clients.bulk.chosen import Chosen
from latchstring.files.models import Document
from latchstring.kernel import clock
from latchstring.policy.actor import Actor, Refused
from latchstring.portals.selection import Selection
from tests.cast import Cast
from tests.doors.world import make_world
from tests.policy.asked import ASKED, OF_THE_SYSTEM, OF_THEIR_OWN, PARTS

HOME = Path(latchstring.__file__).parent


def actions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for file in sorted(HOME.glob("*/actions/[a-z]*.py")):
        app = file.parent.parent.name
        module = import_module(f"latchstring.{app}.actions.{file.stem}")
        for name, verb in inspect.getmembers(module, inspect.isfunction):
            named = inspect.signature(verb).parameters
            if verb.__module__ == module.__name__ and not name.startswith("_") and "actor" in named:
                yield f"{app}.{file.stem}.{name}", verb


def test_every_action_is_known() -> None:
    assert {name for name, _ in actions()} == {*ASKED, *OF_THEIR_OWN, *OF_THE_SYSTEM, *PARTS}


def test_an_action_refuses_who_lacks_what_it_asks_for(cast: Cast) -> None:
    """They have every other permission, and what is asked about is there."""
    ids = make_world(cast).ids["acme"] | {"member_id": cast.sam.pk}
    found = dict(actions())
    let_pass = [
        f"{name} without {permission}"
        for name, permissions in ASKED.items()
        for permission in permissions
        if refusal(found[name], replace(cast.owner, allowed=cast.owner.allowed - {permission}), ids) is not permission
    ]
    assert let_pass == []


def refusal(verb: Callable[..., Any], actor: Actor, ids: dict[str, Any]) -> Any:
    """What the actor was told to lack, or how it ended otherwise."""
    hints = get_type_hints(verb)
    needed = [each for each in inspect.signature(verb).parameters.values() if each.default is each.empty]
    given = {each.name: value(each.name, hints[each.name], actor, ids) for each in needed}
    try:
        with transaction.atomic():
            verb(**given | {"actor": actor})
            transaction.set_rollback(True)
    except Refused as refused:
        return refused.action
    except Exception as error:
        return error
    return None


def value(name: str, hint: Any, actor: Actor, ids: dict[str, Any]) -> Any:
    """Something that a caller could give under this name."""
    if get_origin(hint) in {Union, UnionType}:
        hint = get_args(hint)[0]
    if hint is Chosen:
        return [ids["client_id"]]
    if hint is Selection:
        return Selection.of(ids["person_id"])
    if get_origin(hint):
        return list(Document.objects.filter(firm=actor.firm_id)) if Document in get_args(hint) else []
    if hint is UUID:
        return ids.get(name, ids["client_id"])
    if isinstance(hint, EnumType):
        return next(iter(hint))
    if inspect.isclass(hint) and issubclass(hint, models.Model):
        return hint._default_manager.filter(firm=actor.firm_id).earliest("pk")
    simple = {str: "x", bool: True, int: 1, datetime: clock.now() + timedelta(days=1), date: None, bytes: b""}
    if hint in simple:
        return simple[hint]
    return BytesIO() if hint is BinaryIO or hint.__name__ == "Stream" else None
