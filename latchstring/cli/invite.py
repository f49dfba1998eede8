"""Invite clients to their portal. The batch is written here; the worker sends it."""

import uuid
from argparse import Namespace
from uuid import UUID

from latchstring.cli.firms import chosen
from latchstring.cli.problems import Problem
from latchstring.clients.models import Client
from latchstring.firms.models import Firm
from latchstring.policy.actor import system_actor
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.refusals import Refusal
from latchstring.portals.selection import Selection


def run(options: Namespace) -> None:
    firm = chosen(options)
    selection = Selection(mode="filter") if options.all else Selection.of(*_ids(firm, options.client))
    try:
        send_batch(
            system_actor(firm.pk), selection=selection, message=options.message, request_key=f"command-{uuid.uuid4()}"
        )
    except ValueError as error:
        raise Problem(str(error)) from error
    except Refusal as refusal:
        raise Problem(
            "None of these clients can be invited now: each has a portal already, is inactive, "
            "or has no email address that works. Manage Client Portals says which."
        ) from refusal
    few = f"{len(selection.ids)} client{'' if len(selection.ids) == 1 else 's'}"
    whom = "every client without a portal" if options.all else few
    print(f"Invites to {whom} are queued; the worker sends them.")


def _ids(firm: Firm, numbers: list[str]) -> tuple[UUID, ...]:
    found = dict(Client.objects.filter(firm=firm, number__in=numbers).values_list("number", "pk"))
    if missing := [number for number in numbers if number not in found]:
        raise Problem(f"{firm.name} has no client {', '.join(missing)}.")
    return tuple(found.values())
